// How long what visitors say may be, in characters as a reader counts them, and how much of other things.

export const inboxLimits = { name: 50, address: 120, message: 4000, url: 500 } as const
