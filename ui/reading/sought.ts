// What somebody goes back to and is not loaded yet: whoever can load it is told.

type Kind = 'post' | 'comment' | 'message'
type Teller = () => void

let sought: string | null = null
const tellers = new Set<Teller>()

/** Says which element is looked for, by its id; null: none any more. */
export function seek(elementId: string | null): void {
  if (elementId === sought) return
  sought = elementId
  if (sought !== null) for (const tell of tellers) tell()
}

/** Tells, soon and whenever it changes, which thing of a kind is looked for; returns how to end it. */
export function whenSought(kind: Kind, found: (id: string) => void): () => void {
  const tell: Teller = () =>
    queueMicrotask(() => {
      if (tellers.has(tell) && sought?.startsWith(`${kind}-`)) found(sought.slice(kind.length + 1))
    })
  tellers.add(tell)
  tell()
  return () => tellers.delete(tell)
}
