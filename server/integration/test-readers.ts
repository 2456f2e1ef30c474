// Clients for integration tests: a stream of Server-Sent Events and a WebSocket, each with its received messages.
import { createParser } from 'eventsource-parser'
import { WebSocket } from 'ws'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

export interface Received {
  type: string
  id?: string | undefined
  data: Record<string, unknown>
}

export interface Reader {
  received: Received[]
  /** Resolves with the first received message that matches, earlier or later. */
  next(matches: (received: Received) => boolean): Promise<Received>
  closed: Promise<number>
  close(): void
}

export interface SocketReader extends Reader {
  say(message: object | string): void
  socket: WebSocket
}

const limitMs = 10_000

function collect() {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  return {
    received,
    add(item: Received) {
      received.push(item)
      for (const look of waiting) look()
    },
    next(matches: (received: Received) => boolean): Promise<Received> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`nothing matched of: ${JSON.stringify(received).slice(-2000)}`))
        }, limitMs)
        const look = () => {
          const found = received.find(matches)
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
  }
}

export async function openSse(
  node: TestNode,
  query: string,
  { person, headers }: { person?: Person; headers?: Record<string, string> } = {},
): Promise<Reader & { response: Response }> {
  const abort = new AbortController()
  const init = { signal: abort.signal, ...(headers ? { headers } : {}) }
  const response = await node.request(`/live/sse?${query}`, init, person)
  if (!response.ok || !response.body)
    throw new Error(`SSE: ${response.status} ${await response.text()}`)
  const { received, add, next } = collect()
  const parser = createParser({
    onEvent: ({ event, id, data }) =>
      add({ type: event ?? 'message', id, data: JSON.parse(data) as Received['data'] }),
  })
  const { body } = response
  const closed = (async () => {
    const decoder = new TextDecoder()
    try {
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }))
    } catch {
      return 1
    }
    return 0
  })()
  return { received, next, closed, close: () => abort.abort(), response }
}

export async function openSocket(
  node: TestNode,
  query = '',
  { person, origin = node.url }: { person?: Person; origin?: string | null } = {},
): Promise<SocketReader> {
  const headers = {
    ...(origin === null ? {} : { origin }),
    ...(person ? { cookie: person.cookie } : {}),
  }
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/live/ws?${query}`, { headers })
  const { received, add, next } = collect()
  socket.on('message', (text) => {
    const data = JSON.parse(String(text)) as Received['data']
    add({ type: String(data.type), id: data.id as string | undefined, data })
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
    socket.once('unexpected-response', (_request, response) =>
      reject(new Error(`upgrade: ${response.statusCode}`)),
    )
  })
  socket.on('error', () => undefined)
  return {
    received,
    next,
    closed,
    socket,
    close: () => socket.close(),
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}
