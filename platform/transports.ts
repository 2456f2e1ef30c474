// The names of the four transports, as used on the wire, in settings and in delivery receipts.
export const transports = ['sse', 'websocket', 'long-poll', 'short-poll'] as const
export type WireTransport = (typeof transports)[number]
