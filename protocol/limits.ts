// How long what people write may be, in characters as a reader counts them, and how much of other things.

/** Of posts, comments and profiles; `ref` of every command. */
export const limits = { ref: 64, post: 2000, comment: 2000, name: 50, bio: 300 } as const

/** So many topics one request or message names at most. */
export const maxTopics = 100

export const passwordLimits = { least: 10, most: 128 } as const

export const roomLimits = { message: 4000, name: 50, people: 9, excerpt: 140 } as const

export const inboxLimits = { name: 50, address: 120, message: 4000, url: 500 } as const

/** Characters are counted as Yjs does, in UTF-16; pieces are what Yjs keeps of a text's history, deleted ones too. */
export const draftLimits = { text: 200_000, pieces: 20_000 } as const
