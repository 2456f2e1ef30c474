// POST /live/topics: changes the topics of an open SSE stream, which cannot carry messages from the client.
import { describeIssue, Refusal } from '../../platform/errors.ts'
import { readJson } from '../../platform/http-json.ts'
import { changeTopicsSchema } from '../protocol/requests.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import type { Exchange } from './exchange.ts'
import { allOrRefused } from './exchange.ts'
import { sendJson } from './http.ts'
import type { Live } from './live.ts'
import { startAt } from './resume.ts'
import type { Subscriber } from './subscriber.ts'
import { follow, refuseTooManyTopics } from './subscription.ts'

/** Only the session that opened the stream may change it. */
export async function changeTopics(live: Live, exchange: Exchange): Promise<void> {
  const { request, response, session, asker } = exchange
  const parsed = changeTopicsSchema.safeParse(await readJson(request))
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  const { connectionId, subscribe, unsubscribe } = parsed.data
  const subscriber = live.hub.find(connectionId)
  if (!subscriber || subscriber.session?.sessionId !== session?.sessionId) {
    throw new Refusal('not_found', 'connectionId: there is no such connection of this session.')
  }
  const wanted = subscribe.map((each) => ({ ...each, parsed: toTopic(live, each.topic) }))
  const left = unsubscribe.map((name) => toTopic(live, name))
  const topics = wanted.map((each) => each.parsed)
  const starts = bySince(wanted)
  await live.admission.admit(asker, 'resume', starts.size)
  if (!(await allOrRefused(live, exchange, topics))) return
  for (const each of left) live.hub.leave(subscriber, each.topic)
  refuseTooManyTopics(subscriber, topics)
  for (const [since, names] of starts) {
    // In sequence: all share the connection's queue.
    // oxlint-disable-next-line no-await-in-loop
    await followSince(live, subscriber, names, since)
  }
  sendJson(response, 200, { cursor: live.log.cursor(), topics: [...subscriber.topics.keys()] })
}

function bySince(wanted: readonly { parsed: ParsedTopic; since?: string | undefined }[]) {
  const groups = new Map<string | null, Topic[]>()
  for (const { parsed, since } of wanted) {
    const names = groups.get(since ?? null)
    if (names) names.push(parsed.topic)
    else groups.set(since ?? null, [parsed.topic])
  }
  return groups
}

async function followSince(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  since: string | null,
): Promise<void> {
  const start = await startAt(live.log, since)
  const cursor = live.log.cursorOf(start.after)
  if (start.reset) subscriber.peer.reset({ type: 'reset', topics: [...topics], cursor })
  await follow(live, subscriber, topics, start)
}

function toTopic({ protocol }: Live, name: string): ParsedTopic {
  const parsed = protocol.readTopic(name)
  if (!parsed) throw new Refusal('invalid', `topic: there is no topic "${name.slice(0, 64)}"`)
  return parsed
}
