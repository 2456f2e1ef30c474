// The four ways in which events travel, by their names: on the wire, in settings, in what the pages measure.
export const transports = ['sse', 'websocket', 'long-poll', 'short-poll'] as const
export type WireTransport = (typeof transports)[number]
