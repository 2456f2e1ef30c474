// Contract test: the client understands every server message over every transport that carries it. The messages are
// encoded with the server's own frames.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { WebSocket as ServerSocket } from 'ws'
import { errorCodes, httpStatus } from '../../platform/errors.ts'
import { serverMessageKinds } from '../protocol/messages.ts'
import type { ServerMessageKind, ServerMessages } from '../protocol/messages.ts'
import { commentFrame, sseFrame } from '../server/frames.ts'
import { Connection } from './connection.ts'
import { FakeBrowser } from './tabs/fake-browser.ts'
import { PageConnection } from './page-connection.ts'
import { eventAt } from './test-event.ts'
import type { Listener } from './connection-options.ts'
import type { TransportName, WebSocketConstructor } from './transports/transport.ts'

const thing = 'thing:1'
const user = { id: 'ada' }
const said: ServerMessages = {
  hello: { connectionId: 'x', cursor: 'c1', heartbeatMs: 15_000, user },
  event: eventAt('c2', 'list'),
  signal: { type: 'typing', topic: thing, data: { user } },
  reset: { type: 'reset', topics: [thing], cursor: 'c3' },
  heartbeat: { cursor: 'c9' },
  refused: { type: 'error', ref: null, code: 'not_found', message: 'Gone.', topics: [thing] },
  answer: { type: 'error', ref: 'r1', code: 'invalid', message: 'No.' },
}

/** The kinds of message that each transport carries. */
const carries: Record<Exclude<TransportName, 'calm'>, Record<ServerMessageKind, boolean>> = {
  sse: { ...all(true), answer: false },
  websocket: all(true),
  'long-poll': { ...all(false), event: true, reset: true, refused: true },
  'short-poll': { ...all(false), event: true, reset: true, refused: true },
  tabs: { ...all(true), heartbeat: false, answer: false, hello: false },
}

function all(is: boolean): Record<ServerMessageKind, boolean> {
  return Object.fromEntries(serverMessageKinds.map((kind) => [kind, is])) as Record<
    ServerMessageKind,
    boolean
  >
}

let server: Server
let sockets: WebSocketServer
/** Sends a message over the transport that is open. */
let say: <K extends ServerMessageKind>(kind: K, message: ServerMessages[K]) => void
let next: { kind: ServerMessageKind; message: unknown } | null
let heard: string[]
let stop: (() => void)[]

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  say = (kind, message) => {
    if (kind === 'heartbeat') response.write(commentFrame(`at ${said.heartbeat.cursor}`))
    else response.write(sseFrame(nameOf(kind, message), JSON.stringify(message)))
  }
  say('hello', said.hello)
}

/** The name in the `event:` line of an SSE frame. */
function nameOf(kind: ServerMessageKind, message: unknown): string {
  return kind === 'event' || kind === 'signal' ? (message as { type: string }).type : kind
}

function talk(socket: ServerSocket): void {
  say = (kind, message) =>
    socket.send(JSON.stringify('type' in message ? message : { type: kind, ...message }))
  socket.on('message', (data) => {
    const { ref } = JSON.parse(String(data)) as { ref: string }
    if (ref !== 'r1') socket.send(JSON.stringify({ type: 'ack', ref, cursor: 'c1', result: {} }))
  })
  say('hello', said.hello)
}

/** Answers a poll with the message in `next`. */
function poll(request: IncomingMessage, response: ServerResponse): void {
  const answer = (): void => {
    const { kind, message } = next ?? { kind: 'event', message: null }
    if (kind === 'refused' && request.url?.includes('thing') === true) {
      const refused = message as ServerMessages['refused']
      response.writeHead(httpStatus(refused.code)).end(JSON.stringify(refused))
      return
    }
    const events = kind === 'event' && message ? [message] : []
    const reset = kind === 'reset'
    next = null
    const cursor = reset ? 'c3' : events.length > 0 ? 'c2' : 'c1'
    response.end(JSON.stringify({ cursor, events, ...(reset && { reset }) }))
  }
  if (next || request.url?.includes('wait=0') === true) answer()
  else say = (kind, message) => (answerWith(kind, message), answer())
}

function answerWith(kind: ServerMessageKind, message: unknown): void {
  next = { kind, message }
}

beforeEach(async () => {
  heard = []
  next = null
  stop = []
  say = answerWith
  server = createServer((request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/live/sse') stream(response)
    else if (path === '/live/poll') poll(request, response)
    else response.end('{"cursor":"c3","snapshots":{}}')
  })
  sockets = new WebSocketServer({ server })
  sockets.on('connection', talk)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(() => {
  for (const each of stop) each()
  sockets.close()
  server.closeAllConnections()
  server.close()
})

/** A client that is live over this transport. */
async function open(name: TransportName): Promise<{ command: Connection['command'] }> {
  const listener: Listener = {
    event: ({ type }) => void heard.push(type),
    signal: ({ type }) => void heard.push(type),
    reset: ({ cursor }) => void heard.push(cursor),
    refused: ({ code, topics }) => void heard.push(`${code} ${topics.join()}`),
    state: ({ status, missed }) => {
      if (status === 'live') heard.push('live')
      if (missed > 0) heard.push('missed')
    },
  }
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const network = {
    origin,
    fetch,
    WebSocket: WebSocket as unknown as WebSocketConstructor,
    listener,
  }
  if (name === 'tabs') {
    const browser = new FakeBrowser()
    for (const tab of ['leads', 'follows']) {
      const heardHere = tab === 'leads' ? {} : listener
      const page = new PageConnection(
        { ...network, order: ['sse'], listener: heardHere },
        browser.sharing(tab),
      )
      page.subscribe(['list', thing], 'c1')
      page.start()
      stop.push(() => page.stop())
      await vi.waitFor(() => expect(page.state.status).toBe('live'))
    }
    await vi.waitFor(() => expect(heard).toContain('live'))
    return { command: null }
  }
  const connection = new Connection({ ...network, order: [name] })
  connection.subscribe(['list', thing], 'c1')
  connection.start()
  stop.push(() => connection.stop())
  await vi.waitFor(() => expect(heard).toContain('live'))
  return connection
}

const hears: Record<ServerMessageKind, string> = {
  hello: 'live',
  event: 'thing.moved',
  signal: 'typing',
  reset: 'c3',
  heartbeat: 'missed',
  refused: `not_found ${thing}`,
  answer: 'invalid',
}

describe.each(Object.entries(carries))('%s', (name, carried) => {
  const kinds = serverMessageKinds.filter((kind) => carried[kind])
  it.each(kinds)('hears %s', async (kind) => {
    const { command } = await open(name as TransportName)
    if (kind === 'answer') {
      void command?.({ type: 'move', ref: 'r1' }).then(
        (answer) => void heard.push(answer.type === 'error' ? answer.code : answer.type),
      )
    }
    if (kind !== 'hello') say(kind, said[kind])
    await vi.waitFor(() => expect(heard).toContain(hears[kind]), 8_000)
  })

  // Short polls are refused like long ones, only three seconds later.
  it.each(name === 'short-poll' ? [] : errorCodes)('hears topics refused as %s', async (code) => {
    await open(name as TransportName)
    say('refused', { ...said.refused, code })
    await vi.waitFor(() => expect(heard).toContain(`${code} ${thing}`), 8_000)
  })
})
