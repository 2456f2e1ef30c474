// The length limit of a post, in characters as a reader counts them.

export const postLimits = { body: 2000 } as const
