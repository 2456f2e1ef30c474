// The room at a cursor, with what its reader alone sees.
import { headers } from 'next/headers'
import { live, personIn } from '../live.ts'
import { enter } from './actions.ts'
import { Chat } from './chat.tsx'

export default async function Page() {
  const viewer = personIn(await headers())
  if (!viewer) {
    return (
      <form action={enter}>
        <input name="name" placeholder="Your name" required />
        <button>Enter</button>
      </form>
    )
  }
  const [snapshot, own] = await Promise.all([
    live.snapshot('chat', viewer),
    live.own('chat', viewer),
  ])
  return <Chat viewer={viewer} snapshot={snapshot} own={own} />
}
