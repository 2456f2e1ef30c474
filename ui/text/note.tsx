// A note after a text, on its last line.
export function Note({ note }: { note: string | undefined }) {
  return note ? <span className="text-note text-muted"> {note}</span> : null
}
