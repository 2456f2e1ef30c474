// Size limits of client messages.

/** Characters of the `ref` of a command. */
export const maxRef = 64

/** Topics in one request or message. */
export const maxTopics = 100
