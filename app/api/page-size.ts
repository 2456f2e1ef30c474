// The page size that a request may ask for.

const many = 200

/** `?many=1` asks for the largest page: for going back to a place far down. */
export function pageSize(query: URLSearchParams): { limit?: number } {
  return query.get('many') === '1' ? { limit: many } : {}
}
