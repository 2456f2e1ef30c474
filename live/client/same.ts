// Equality checks that avoid needless rendering.

/** Whether two flat objects have equal fields. */
export function sameFields(a: object | null, b: object | null): boolean {
  if (a === null || b === null) return a === b
  const fields = Object.entries(a)
  const others = new Map<string, unknown>(Object.entries(b))
  return fields.length === others.size && fields.every(([key, value]) => others.get(key) === value)
}

/** Whether two lists have the same items in the same order. */
export function sameItems<T>(
  a: readonly T[],
  b: readonly T[],
  same: (x: T, y: T) => boolean = Object.is,
): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T))
}

/** Whether two items have the same id and pending state. Their content is not compared, as it is rendered separately. */
export function samePlace(
  a: { id: string; pending?: unknown },
  b: { id: string; pending?: unknown },
): boolean {
  return a.id === b.id && a.pending === b.pending
}
