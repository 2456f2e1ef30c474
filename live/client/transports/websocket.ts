// The WebSocket transport: receives events, sends topics and commands, matches answers by their ref.
import { v7 as uuidv7 } from 'uuid'
import type { Answer } from '../../protocol/messages.ts'
import type { Topic } from '../../protocol/topics.ts'
import { readMessage } from '../wire.ts'
import { deliver } from './deliver.ts'
import type { End, Network, Refused, Subscription, Transport } from './transport.ts'
import { whyLost } from './why-lost.ts'

const answerLimitMs = 10_000
const probeLimitMs = 5_000
/** A topic that does not exist: probes unsubscribe from it, which changes nothing but is answered. */
const nowhere: Topic = 'user:00000000-0000-0000-0000-000000000000'

/** The end for a close code of the protocol; null for other codes. */
function meaning(code: number): End | null {
  switch (code) {
    case 1012:
      return { kind: 'restart' }
    case 4008:
      return { kind: 'slow' }
    case 4401:
      // As on the other transports: after the reconnect the server refuses topics that need a session.
      return { kind: 'lost', unreachable: true }
    default:
      return null
  }
}

type Outgoing = { type: string; ref: string } & Record<string, unknown>

/** Opens `/live/ws`. */
export const websocket: Transport = (network, topics, since, handlers) => {
  const waiting = new Map<
    string,
    { resolve: (answer: Answer) => void; reject: (error: Error) => void }
  >()
  let over = false
  let greeted = false

  const drop = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('The connection was lost.'))
    waiting.clear()
  }
  const finish = (end: End): void => {
    if (over) return
    over = true
    drop()
    handlers.end(end)
  }

  const answer = (given: Answer): void => {
    if (given.ref !== null) waiting.get(given.ref)?.resolve(given)
  }

  const socket = open(network, topics, since)
  if (!socket) queueMicrotask(() => finish({ kind: 'lost', unreachable: false }))

  socket?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (over || typeof data !== 'string') return
    handlers.alive()
    const incoming = readMessage(data)
    if (incoming?.kind === 'hello') greeted = true
    if (incoming) deliver(incoming, { ...handlers, answer })
  })
  socket?.addEventListener('close', ({ code }) => {
    drop()
    const end = meaning(code)
    if (end || greeted) finish(end ?? { kind: 'lost', unreachable: false })
    else void whyLost(network, topics).then(finish)
  })
  // 'close' follows; in Node an 'error' without a listener ends the process.
  socket?.addEventListener('error', () => undefined)

  const ask = (message: Outgoing, limitMs = answerLimitMs): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      if (over || !socket || socket.readyState !== socket.OPEN) {
        reject(new Error('The connection is not open.'))
        return
      }
      const timer = setTimeout(() => reject(new Error('No answer in time.')), limitMs)
      const done = (): void => {
        clearTimeout(timer)
        waiting.delete(message.ref)
      }
      waiting.set(message.ref, {
        resolve: (answer) => resolve((done(), answer)),
        reject: (error) => reject((done(), error)),
      })
      socket.send(JSON.stringify(message))
    })

  return {
    heartbeats: false,
    change: async (subscribe, unsubscribe) => {
      if (unsubscribe.length > 0) {
        await ask({ type: 'unsubscribe', ref: uuidv7(), topics: unsubscribe })
      }
      const answers = await Promise.all(
        bySince(subscribe).map((part) => ask({ type: 'subscribe', ref: uuidv7(), ...part })),
      )
      return refusedIn(answers)
    },
    probe: async () => {
      await ask({ type: 'unsubscribe', ref: uuidv7(), topics: [nowhere] }, probeLimitMs)
    },
    command: (command) => ask(command),
    close: () => {
      over = true
      drop()
      socket?.close()
    },
  }
}

function open(network: Network, topics: readonly Topic[], since: string | null): WebSocket | null {
  if (!network.WebSocket) return null
  const query = new URLSearchParams({ topics: topics.join(',') })
  if (since !== null) query.set('since', since)
  const origin = network.origin.replace(/^http/, 'ws')
  try {
    return new network.WebSocket(`${origin}/live/ws?${query}`)
  } catch {
    return null
  }
}

/** Groups topics with the same start into one message. */
function bySince(subscriptions: readonly Subscription[]): { topics: Topic[]; since?: string }[] {
  const groups = new Map<string | undefined, Topic[]>()
  for (const { topic, since } of subscriptions) {
    groups.set(since, [...(groups.get(since) ?? []), topic])
  }
  return [...groups].map(([since, topics]) =>
    since === undefined ? { topics } : { topics, since },
  )
}

function refusedIn(answers: Answer[]): Refused | null {
  const errors = answers.filter((answer) => answer.type === 'error')
  const [first] = errors
  if (!first) return null
  const topics = errors.flatMap((error) => error.topics ?? [])
  if (topics.length === 0) throw new Error(first.message)
  return { code: first.code, message: first.message, topics }
}
