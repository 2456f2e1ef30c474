// Watchers of a benchmark, many in one process: each counts what comes and how long it took. They come back when
// they are cut, spread over seconds, from where they were.
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { Asked, Told } from './messages.ts'

const [, , kind = '', port = '', count = '', query = ''] = process.argv
/** Who watches, where it matters: a session for each watcher. */
const sessions = (process.env['BENCH_SESSIONS'] ?? '').split('\n')
const spreadMs = 5_000
/** So many are opened at a time. */
const atOnce = 100

let deliveries = 0
let delays: number[] = []
let open = 0
const openedAt: number[] = []
const last = new Map<number, string>()

/** What is said carries the moment as `t=MILLISECONDS;`, or an event its own. */
function arrived(watcher: number, text: string): void {
  deliveries += 1
  const at = /t=([\d.]+);/.exec(text)?.[1] ?? Date.parse(/"at":"([^"]+)"/.exec(text)?.[1] ?? '')
  delays.push(now() - Number(at))
  last.set(watcher, text)
}

const isChange = /"(?:post\.|message\.created)/

function now(): number {
  return performance.timeOrigin + performance.now()
}

function opened(): void {
  open += 1
  openedAt.push(Math.floor(now() / 1000))
}

function overWebSocket(watcher: number, path: string): Promise<void> {
  return new Promise((resolve) => {
    let cursor: string | null = null
    const begin = (): void => {
      const since = cursor === null ? '' : `&since=${cursor}`
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}${path === '' ? '' : since}`, {
        perMessageDeflate: false,
        headers: { cookie: sessions[watcher] ?? '', origin: `http://127.0.0.1:${port}` },
      })
      let live = false
      const ready = (): void => {
        live = true
        opened()
        resolve()
      }
      if (kind === 'ws') socket.on('open', ready)
      socket.on('message', (data) => {
        const text = String(data)
        if (kind === 'ws') return arrived(watcher, text)
        if (kind === 'socketio') return socketIo(text)
        const id = /"(?:id|cursor)":"([^"]+)"/.exec(text)?.[1]
        if (id !== undefined) cursor = id
        if (text.startsWith('{"type":"hello"')) ready()
        else if (isChange.test(text)) arrived(watcher, text)
      })
      const socketIo = (text: string): void => {
        if (text.startsWith('0')) socket.send('40')
        else if (text.startsWith('40')) ready()
        else if (text === '2') socket.send('3')
        else if (text.startsWith('42')) arrived(watcher, text)
      }
      socket.on('error', () => undefined)
      socket.on('close', () => {
        if (live) open -= 1
        setTimeout(begin, Math.random() * spreadMs)
      })
    }
    begin()
  })
}

/** Reads the stream off the socket itself: an HTTP client's own work would be measured along. */
function overSse(watcher: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`GET /live/sse?${query} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
    socket.setEncoding('utf8')
    let rest = ''
    socket.on('data', (text) => {
      const parts = (rest + String(text)).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        if (part.includes('event: hello')) {
          opened()
          resolve()
        } else if (isChange.test(part)) arrived(watcher, part)
      }
    })
  })
}

const paths: Record<string, string> = {
  hubbub: `/live/ws?${query}`,
  ws: '',
  socketio: '/socket.io/?EIO=4&transport=websocket',
}

function openOne(watcher: number): Promise<void> {
  return kind === 'sse' ? overSse(watcher) : overWebSocket(watcher, paths[kind] ?? '')
}

function say(message: Told): void {
  process.send?.(message)
}

process.on('message', ({ type }: Asked) => {
  if (type === 'begin') {
    deliveries = 0
    delays = []
    last.clear()
    openedAt.length = 0
  } else if (type === 'report') {
    const texts = new Map<string, number>()
    for (const text of last.values()) texts.set(text, (texts.get(text) ?? 0) + 1)
    const perSecond = new Map<number, number>()
    for (const second of openedAt) perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
    delays.sort((a, b) => a - b)
    say({
      type: 'report',
      deliveries,
      delays: delays.length > 20_000 ? sample(delays) : delays,
      last: [...texts],
      open,
      mostOpenedPerSecond: Math.max(0, ...perSecond.values()),
    })
  } else if (type === 'stop') process.exit(0)
})

/** Of a sorted list every so manieth, and the last. */
function sample(sorted: number[]): number[] {
  const step = sorted.length / 10_000
  const taken = Array.from({ length: 10_000 }, (_, index) => sorted[Math.floor(index * step)] ?? 0)
  return [...taken, sorted.at(-1) ?? 0]
}

for (let from = 0; from < Number(count); from += atOnce) {
  const those = Array.from({ length: Math.min(atOnce, Number(count) - from) }, (_, index) => index)
  await Promise.all(those.map((index) => openOne(from + index)))
}
say({ type: 'opened' })
