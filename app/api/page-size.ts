// How much of a list is asked for at once.

const many = 200

/** `?many=1` asks for as much as is given at once: for whoever goes back to a place far down. */
export function pageSize(query: URLSearchParams): { limit?: number } {
  return query.get('many') === '1' ? { limit: many } : {}
}
