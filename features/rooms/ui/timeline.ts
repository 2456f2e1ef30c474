// Orders the lines of a talk: messages, who joined and left, and where the unread ones begin.
import type { Note } from '../talks-store.ts'
import type { ShownMessage } from '../pending-messages.ts'
import type { ShownTalk } from '../use-talk.ts'

/** Messages of one author within this time are grouped. */
const togetherMs = 5 * 60_000

export type Line =
  | { kind: 'message'; message: ShownMessage; follows: boolean }
  | { kind: 'note'; note: Note }
  | { kind: 'unread' }

/** `unreadFrom`: the id of the last message read, or null when no line is drawn. */
export function timeline(
  { messages, notes }: Pick<ShownTalk, 'messages' | 'notes'>,
  unreadFrom: string | null,
  viewerId: string,
): Line[] {
  const lines: Line[] = []
  const noteBelow = (id: string): void => {
    for (const note of notes) if (note.after === id) lines.push({ kind: 'note', note })
  }
  noteBelow('')
  let drawn = unreadFrom === null
  for (const message of messages) {
    const others = message.author.id !== viewerId && !message.pending
    if (!drawn && others && message.id > (unreadFrom ?? '')) {
      lines.push({ kind: 'unread' })
      drawn = true
    }
    const before = lines.at(-1)
    const follows =
      before?.kind === 'message' &&
      before.message.author.id === message.author.id &&
      message.replyTo === null &&
      Date.parse(message.at) - Date.parse(before.message.at) < togetherMs
    lines.push({ kind: 'message', message, follows })
    noteBelow(message.id)
  }
  return lines
}
