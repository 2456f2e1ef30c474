// Length limits of visitors' names and messages, in characters as a reader counts them, and other limits of inboxes.

export const inboxLimits = { name: 50, address: 120, message: 4000, url: 500 } as const
