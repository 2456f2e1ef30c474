// How long what somebody signs up with is, in characters as a reader counts them.

export const nameLimit = 50

export const passwordLimits = { least: 10, most: 128 } as const
