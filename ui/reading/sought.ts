// The element to which the reader goes back, while it is not loaded yet: lists that can load it are notified.

type Kind = 'post' | 'comment' | 'message'
type Teller = () => void

let sought: string | null = null
const tellers = new Set<Teller>()

/** Sets the id of the sought element; null: none. */
export function seek(elementId: string | null): void {
  if (elementId === sought) return
  sought = elementId
  if (sought !== null) for (const tell of tellers) tell()
}

/** Calls back, soon and on every change, when an element of this kind is sought; returns a function that stops it. */
export function whenSought(kind: Kind, found: (id: string) => void): () => void {
  const tell: Teller = () =>
    queueMicrotask(() => {
      if (tellers.has(tell) && sought?.startsWith(`${kind}-`)) found(sought.slice(kind.length + 1))
    })
  tellers.add(tell)
  tell()
  return () => tellers.delete(tell)
}
