// The length limit of a comment, in characters as a reader counts them.

export const commentLimits = { body: 2000 } as const
