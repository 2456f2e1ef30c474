// How much a draft holds.

/** Characters are counted as Yjs does, in UTF-16; pieces are what Yjs keeps of a text's history, deleted ones too. */
export const draftLimits = { text: 200_000, pieces: 20_000 } as const
