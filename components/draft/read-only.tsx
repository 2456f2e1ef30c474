// The words of a draft as they are, for whoever cannot write them.
export function ReadOnly({ text }: { text: string }) {
  return (
    <div dir="auto" className="prose-plain min-h-[50dvh] py-5 text-read">
      {text === '' ? <span className="text-muted">Nothing is written yet.</span> : text}
    </div>
  )
}
