// Whether two things that are shown are alike.

/** Whether two flat objects hold the same. */
export function sameFields(a: object | null, b: object | null): boolean {
  if (a === null || b === null) return a === b
  const fields = Object.entries(a)
  const others = new Map<string, unknown>(Object.entries(b))
  return fields.length === others.size && fields.every(([key, value]) => others.get(key) === value)
}

/** Whether two lists hold the same things, each the same as its counterpart. */
export function sameItems<T>(
  a: readonly T[],
  b: readonly T[],
  same: (x: T, y: T) => boolean = Object.is,
): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T))
}

/** Whether both stand at the same place and are equally far on their way: what is in them is their own matter. */
export function samePlace(
  a: { id: string; pending?: unknown },
  b: { id: string; pending?: unknown },
): boolean {
  return a.id === b.id && a.pending === b.pending
}
