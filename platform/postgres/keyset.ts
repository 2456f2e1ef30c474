// Keyset pagination.
/** `rows`: a page and one more row, if there is one. `next`: the id of the page's last row if a page follows, else null. */
export function pageOf<T extends { id: string }>(
  rows: readonly T[],
  perPage: number,
): { page: T[]; next: string | null } {
  const page = rows.slice(0, perPage)
  return { page, next: rows.length > perPage ? (page.at(-1)?.id ?? null) : null }
}
