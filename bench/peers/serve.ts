// The server of a fan-out benchmark, in a process of its own: Hubbub, bare ws, or Socket.IO. Told over IPC what to
// say, and asked what it has cost.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as HocuspocusServer } from '@hocuspocus/server'
import { createClient } from '@redis/client'
import { createAdapter } from '@socket.io/redis-adapter'
import { Server as SocketServer } from 'socket.io'
import { WebSocketServer } from 'ws'
import { freePort } from '../../e2e/free-port.ts'
import { startNode } from '../../server/node.ts'
import { readConfig } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import type { Asked, Told } from './messages.ts'

interface Serving {
  port: number
  /** Sends a text to all; Hubbub is told by its own commands instead. */
  broadcast(text: string): void
  stop(): Promise<void>
}

const kinds: Record<string, () => Promise<Serving>> = {
  hubbub,
  ws,
  http,
  socketio: () => socketio(),
  'socketio-redis': socketioRedis,
  hocuspocus,
}

async function hubbub(): Promise<Serving> {
  const config = readConfig({ ...process.env, RATE_LIMIT: 'off' })
  const node = await startNode({ config, logger: createLogger('warn'), pages: false })
  return { port: node.port, broadcast: () => undefined, stop: () => node.stop() }
}

async function ws(): Promise<Serving> {
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const broadcast = (text: string): void => {
    for (const client of server.clients) client.send(text)
  }
  return { port: (http.address() as AddressInfo).port, broadcast, stop: () => Promise.resolve() }
}

/** Server-sent events with nothing around them. */
async function http(): Promise<Serving> {
  const streams = new Set<ServerResponse>()
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('event: hello\ndata: {}\n\n')
    streams.add(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const broadcast = (text: string): void => {
    for (const stream of streams) stream.write(`data: "post.${text}"\n\n`)
  }
  return { port: (server.address() as AddressInfo).port, broadcast, stop: () => Promise.resolve() }
}

async function socketio(adapter?: ReturnType<typeof createAdapter>): Promise<Serving> {
  const http = createServer()
  const server = new SocketServer(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    ...(adapter ? { adapter } : {}),
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const broadcast = (text: string): void => void server.emit('event', text)
  return { port: (http.address() as AddressInfo).port, broadcast, stop: () => Promise.resolve() }
}

/** As it runs on more than one node: what is said to all goes by way of a Redis server, here one of its own. */
async function socketioRedis(): Promise<Serving> {
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const redis = spawn('redis-server', flags, { stdio: 'ignore' })
  const publisher = createClient({ url: `redis://127.0.0.1:${port}` })
  const subscriber = publisher.duplicate()
  // Until it listens, it is tried again.
  for (const client of [publisher, subscriber]) client.on('error', () => undefined)
  await Promise.all([publisher.connect(), subscriber.connect()])
  const serving = await socketio(createAdapter(publisher, subscriber))
  const stop = (): Promise<void> => {
    redis.kill()
    return serving.stop()
  }
  return { ...serving, stop }
}

/** Keeps nothing: what co-writing costs at the least. */
async function hocuspocus(): Promise<Serving> {
  const server = new HocuspocusServer({ quiet: true, port: 0, address: '127.0.0.1' })
  await server.listen()
  const broadcast = (): void => undefined
  return { port: server.address.port, broadcast, stop: () => Promise.resolve() }
}

function say(message: Told): void {
  process.send?.(message)
}

const [, , kind = ''] = process.argv
const serving = await kinds[kind]?.()
if (!serving) throw new Error(`There is no server ${kind}.`)
process.on('message', (asked: Asked) => {
  if (asked.type === 'broadcast') serving.broadcast(asked.text)
  else if (asked.type === 'usage') {
    gc?.()
    const { user, system } = process.cpuUsage()
    const { heapUsed, external } = process.memoryUsage()
    say({ type: 'usage', cpuMs: (user + system) / 1000, memory: heapUsed + external })
  } else if (asked.type === 'stop') {
    void serving.stop().then(() => process.exit(0))
  }
})
say({ type: 'ready', port: serving.port })
