// What a client says, answered: the same for POST /live/commands and a WebSocket message.
import { describeIssue, Refusal } from '../../platform/errors.ts'
import type { Answer } from '../protocol/messages.ts'
import { seenSchema } from '../protocol/requests.ts'
import type { Live } from './live.ts'
import type { Session, Subscriber } from './subscriber.ts'

/** Runs a command for whoever is signed in. Throws a Refusal where there is no answer with a ref. */
export function answerCommand(
  live: Live,
  session: Session | null,
  value: unknown,
): Promise<Answer> {
  const actor = session?.user ?? live.anybody?.(value)
  if (!actor) throw new Refusal('unauthenticated', 'Sign in to do this.')
  return live.commands.run(actor, value)
}

export function isTyping(value: unknown): boolean {
  return value instanceof Object && 'type' in value && value.type === 'typing'
}

export function isReceipt(value: unknown): boolean {
  return value instanceof Object && 'type' in value && value.type === 'seen'
}

/** Notes that an event has come; there is no answer. Throws a Refusal when it is none. */
export function noteReceipt(live: Live, value: unknown): void {
  const parsed = seenSchema.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  live.delays.seen(parsed.data.id, parsed.data.transport)
}

/** Tells the others of a topic that somebody types there; a signal has no answer. */
export async function relayTyping(
  live: Live,
  session: Session | null,
  value: unknown,
  sender?: Subscriber,
): Promise<void> {
  const parsed = live.protocol.requests.typing.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  if (!session) throw new Refusal('unauthenticated', 'Sign in to do this.')
  const { topics } = live
  const { user } = session
  const { kind, topic } = parsed.data.topic
  if (!topics.hasTyping(kind)) throw new Refusal('invalid', `topic: nobody types in ${topic}.`)
  if (!(await live.limits.signal(user.id))) return
  const { error } = await topics.permitted(user, [parsed.data.topic])
  if (error) throw new Refusal(error.code, error.message)
  await topics.checkTyping(user, parsed.data.topic)
  live.hub.signal({ type: 'typing', topic, data: { user } }, sender)
}
