// Shows added and removed lines, by words and signs and not by colour alone.
import { DraftText } from './draft-text.tsx'

interface Part {
  value: string
  added: boolean
  removed: boolean
}

export function Difference({ parts, now }: { parts: readonly Part[] | null; now: string }) {
  if (parts === null) return <Uncompared now={now} />
  if (parts.every(({ added, removed }) => !added && !removed)) {
    return <p className="text-muted">Nothing has changed since.</p>
  }
  return (
    <div className="prose-plain">
      {parts.map((part, index) => {
        if (part.added) {
          return (
            <ins
              key={index}
              className="block border-l-2 border-accent [unicode-bidi:plaintext] bg-accent-soft pl-3 no-underline"
            >
              <span className="sr-only">Added: </span>
              {part.value}
            </ins>
          )
        }
        if (part.removed) {
          return (
            <del
              key={index}
              className="block border-l-2 border-danger [unicode-bidi:plaintext] bg-danger-soft pl-3"
            >
              <span className="sr-only">Taken away: </span>
              {part.value}
            </del>
          )
        }
        return (
          <span
            key={index}
            className="block border-l-2 border-transparent [unicode-bidi:plaintext] pl-3"
          >
            {part.value}
          </span>
        )
      })}
    </div>
  )
}

function Uncompared({ now }: { now: string }) {
  return (
    <>
      <p className="pb-3 text-muted">
        Too much is different to be compared line by line. This is the text as it is now:
      </p>
      <div className="prose-plain text-read">
        <DraftText text={now} />
      </div>
    </>
  )
}
