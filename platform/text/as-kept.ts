// What a person wrote, in the very words that the server will keep: so that it is shown as it will be, and known again
// when it comes back.
import { text } from './fields.ts'
import { asWritten } from './words.ts'

const any = text(Number.MAX_SAFE_INTEGER, 0)

/** Words by the server's own rule; what it will refuse stays as it was written. */
export function asKept(words: string): string {
  const parsed = any.safeParse(words)
  return parsed.success ? parsed.data : asWritten(words)
}
