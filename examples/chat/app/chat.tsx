'use client'
// Who is here, what was said, and two forms that work without scripts.
import { createClient, defineClient } from '@hubbub/live/react'
import type { Own, Snapshot } from '@hubbub/live/protocol'
import { chat } from '../chat.ts'
import type { Line } from '../chat.ts'
import { useActionState } from 'react'
import { say, whisper } from './actions.ts'

/** Each line once, in the order in which they were said. */
const together = (lines: readonly Line[], more: readonly Line[]): readonly Line[] =>
  [...new Map([...lines, ...more].map((line) => [line.id, line])).values()].sort(
    (a, b) => a.id - b.id,
  )

const empty: readonly Line[] = []
const chatClient = defineClient(chat, {
  state: empty,
  restore: {
    chat: (known, { lines }) => together(known, lines),
    own: (known, { whispers }) => together(known, whispers),
  },
  reduce: {
    'line.said': (known, line) => together(known, [line]),
    'line.whispered': (known, line) => together(known, [line]),
  },
  confirm: { say: 'line.said', whisper: 'line.whispered' },
})
const { LiveProvider, useTopic, useCommand, useHere } = createClient({ features: [chatClient] })

const nothing = { problem: null, values: {} }

interface Props {
  viewer: { id: string }
  snapshot: Snapshot<typeof chat, 'chat'>
  own: Own<typeof chat>
}

export function Chat({ viewer, snapshot, own }: Props) {
  return (
    <LiveProvider viewer={viewer} cursor={snapshot.cursor} own={{ chat: own }}>
      <Room snapshot={snapshot} />
    </LiveProvider>
  )
}

function Room({ snapshot }: Pick<Props, 'snapshot'>) {
  const lines = useTopic(snapshot, (state) => state.chat)
  const here = useHere('chat')
  const [said, sayAction] = useActionState(say, nothing)
  const [whispered, whisperAction] = useActionState(whisper, nothing)
  const sendLine = useCommand('say')
  const sendWhisper = useCommand('whisper')
  return (
    <main>
      <p>Here now: {here?.users.map(({ id }) => id).join(', ') ?? '…'}</p>
      <ol>
        {lines.map(({ id, by, to, words }) => (
          <li key={id}>
            {by}
            {to === null ? '' : ` to ${to}`}: {words}
          </li>
        ))}
      </ol>
      <form
        action={sayAction}
        onSubmit={sendLine.submitForm((form) => ({ words: text(form, 'words') }))}
      >
        <input name="words" aria-label="Say" defaultValue={said.values['words']} required />
        <button>Say</button>
        {said.problem === null ? null : <p role="alert">{said.problem}</p>}
      </form>
      <form
        action={whisperAction}
        onSubmit={sendWhisper.submitForm((form) => ({
          to: text(form, 'to'),
          words: text(form, 'words'),
        }))}
      >
        <input name="to" aria-label="To" defaultValue={whispered.values['to']} required />
        <input
          name="words"
          aria-label="Whisper"
          defaultValue={whispered.values['words']}
          required
        />
        <button>Whisper</button>
        {whispered.problem === null ? null : <p role="alert">{whispered.problem}</p>}
      </form>
    </main>
  )
}

function text(form: FormData, name: string): string {
  return String(form.get(name))
}
