// The text of a draft outside the editor: formatted, or plain where formatting would take long.
import { BodyText } from '#ui/text/body-text.tsx'

/** Longer than any other formatted text; formatting costs about 10 ms for each 1,000 characters at worst. */
const mostFormatted = 5_000

export function DraftText({ text }: { text: string }) {
  if (text.length <= mostFormatted) return <BodyText body={text} />
  return <div className="[unicode-bidi:plaintext]">{text}</div>
}
