// The text of a draft for viewers who cannot edit it.
import { DraftText } from './draft-text.tsx'

export function ReadOnly({ text }: { text: string }) {
  return (
    <div className="prose-plain min-h-[50dvh] py-5 text-read">
      {text === '' ? (
        <span className="text-muted">Nothing is written yet.</span>
      ) : (
        <DraftText text={text} />
      )}
    </div>
  )
}
