// What a client says, answered: the same for POST /live/commands and a WebSocket message.
import { seenSchema } from '../protocol/requests.ts'
import { describeIssue, Refusal } from '#platform/errors.ts'
import type { Answer } from '../protocol/messages.ts'
import { noSuchRoom } from '#features/rooms/message-commands.ts'
import { maySpeak } from '#features/policy.ts'
import type { SignedIn } from '#platform/signed-in.ts'
import type { Live } from './live.ts'
import { permitted } from './subscription.ts'
import type { Subscriber } from './subscriber.ts'

export const largestMessage = 64 * 1024

/** Bytes to JSON. Throws a Refusal with code `invalid`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal('invalid', 'The message is not JSON.')
  }
}

/** Runs a command for whoever is signed in. Throws a Refusal where there is no answer with a ref. */
export function answerCommand(
  live: Live,
  session: SignedIn | null,
  value: unknown,
): Promise<Answer> {
  if (!session) throw new Refusal('unauthenticated', 'Sign in to do this.')
  return live.commands.run(session.user, value)
}

export function isTyping(value: unknown): boolean {
  return value instanceof Object && 'type' in value && value.type === 'typing'
}

export function isSeen(value: unknown): boolean {
  return value instanceof Object && 'type' in value && value.type === 'seen'
}

/** Notes that an event has come; there is no answer. Throws a Refusal when it is none. */
export function noteSeen(live: Live, value: unknown): void {
  const parsed = seenSchema.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  live.delays.seen(parsed.data.id, parsed.data.transport)
}

/** Tells the others of a topic that somebody types there; a signal has no answer. */
export async function relayTyping(
  live: Live,
  session: SignedIn | null,
  value: unknown,
  sender?: Subscriber,
): Promise<void> {
  const parsed = live.protocol.requests.typing.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  if (!session) throw new Refusal('unauthenticated', 'Sign in to do this.')
  const { kind, topic: name } = parsed.data.topic
  if (kind !== 'post' && kind !== 'room') {
    throw new Refusal('invalid', `topic: nobody types in ${name}.`)
  }
  if (!(await live.limits.signal(session.user.id))) return
  const { allowed, error } = await permitted(live, session.user.id, [parsed.data.topic])
  if (error) throw new Refusal(error.code, error.message)
  if (parsed.data.topic.kind === 'room') {
    // Whoever only reads a public room does not write there.
    const asked = { userId: session.user.id, roomId: parsed.data.topic.id }
    const speaks = await maySpeak(live.db, [asked])
    if (!speaks(asked.userId, asked.roomId)) throw noSuchRoom()
  }
  const [topic] = allowed
  if (topic) live.hub.signal({ type: 'typing', topic, data: { user: session.user } }, sender)
}
