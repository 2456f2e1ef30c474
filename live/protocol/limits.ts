// How much one message of a client may hold.

/** Characters of the `ref` of a command. */
export const maxRef = 64

/** So many topics one request or message names at most. */
export const maxTopics = 100
