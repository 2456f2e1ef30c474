// Length limits of account fields: names in characters as a reader counts them, passwords in UTF-16 code units.

export const nameLimit = 50

export const passwordLimits = { least: 10, most: 128 } as const
