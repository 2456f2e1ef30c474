// How long what is said in rooms may be, in characters as a reader counts them, and how much of other things.

export const roomLimits = { message: 4000, name: 50, people: 9, excerpt: 140 } as const
