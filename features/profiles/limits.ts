// How long what somebody says about themselves is, in characters as a reader counts them.

export const bioLimit = 300
