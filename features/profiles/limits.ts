// The length limit of a person's own description, in characters as a reader counts them.

export const bioLimit = 300
