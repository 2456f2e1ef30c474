// Pages of a list by keyset: where one begins, and whether another follows.
/** `rows`: those of a page and one more, if there is one. `next` is the last one's id where a page follows. */
export function pageOf<T extends { id: string }>(
  rows: readonly T[],
  perPage: number,
): { page: T[]; next: string | null } {
  const page = rows.slice(0, perPage)
  return { page, next: rows.length > perPage ? (page.at(-1)?.id ?? null) : null }
}
