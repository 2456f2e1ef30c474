// Answers what clients send (commands, typing, receipts): the same for POST /live/commands and WebSocket messages.
import { describeIssue, Refusal } from '../../platform/errors.ts'
import type { Answer } from '../protocol/messages.ts'
import { seenSchema } from '../protocol/requests.ts'
import type { Live } from './live.ts'
import type { Session, Subscriber } from './subscriber.ts'

/** Runs a command of the signed-in user. Throws a Refusal when nobody is signed in and the app requires it. */
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

/** Records a delivery receipt, which has no answer. Throws a Refusal when it is malformed. */
export function noteReceipt(live: Live, value: unknown): void {
  const parsed = seenSchema.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  live.delays.seen(parsed.data.id, parsed.data.transport)
}

/** Sends a typing signal to a topic's other subscribers; it has no answer. Throws a Refusal when it is not allowed. */
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
