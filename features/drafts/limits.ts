// Size limits of a draft.

/** Characters are counted as Yjs does, in UTF-16; pieces are those of Yjs' history, deleted ones too. */
export const draftLimits = { text: 200_000, pieces: 20_000 } as const
