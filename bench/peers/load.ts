// Asks again and again over plain sockets, which cost less than the server that they measure. Told by its arguments:
// port, connections, seconds, and the requests as JSON. Says what it found as one line of JSON.
import { connect } from 'node:net'
import { percentile } from '../results.ts'

/**
 * The texts of the requests, taken in turns. `{each}` in a text stands for that connection's own part, `{count}` for
 * a number of twelve digits that is another one each time.
 */
export interface Requests {
  texts: string[]
  each?: string[]
}

const [port = '', connections = '', seconds = '', json = ''] = process.argv.slice(2)
const { texts, each = [] } = JSON.parse(json) as Requests
const until = performance.now() + Number(seconds) * 1000
const times: number[] = []
let bytes = 0
let count = 0
const statuses = new Map<string, number>()

/** One after the other on a connection that is kept. */
function ask(connection: number): Promise<void> {
  const own = texts.map((text) => text.replaceAll('{each}', each[connection % each.length] ?? ''))
  const [only] = own
  const constant = own.length === 1 && !only?.includes('{count}') ? Buffer.from(only ?? '') : null
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.setNoDelay(true)
    let began = 0
    let turn = 0
    let held = Buffer.alloc(0)
    const send = (): void => {
      began = performance.now()
      count += 1
      const text = own[turn % own.length] ?? ''
      turn += 1
      socket.write(constant ?? text.replace('{count}', String(count).padStart(12, '0')))
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (data) => {
      const piece = typeof data === 'string' ? Buffer.from(data) : data
      bytes += piece.length
      held = held.length === 0 ? piece : Buffer.concat([held, piece])
      const end = endOf(held)
      if (end === null) return
      const status = held.toString('latin1', 9, 12)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      held = held.subarray(end)
      times.push(performance.now() - began)
      if (performance.now() < until) send()
      else socket.end()
    })
  })
}

/** Where the response ends, or null while it is not whole. */
function endOf(held: Buffer): number | null {
  const blank = held.indexOf('\r\n\r\n')
  if (blank < 0) return null
  const headers = held.toString('latin1', 0, blank)
  const length = /^content-length: (\d+)/im.exec(headers)?.[1]
  if (length !== undefined) {
    const end = blank + 4 + Number(length)
    return held.length >= end ? end : null
  }
  if (headers.startsWith('HTTP/1.1 304')) return blank + 4
  const end = held.indexOf('\r\n0\r\n\r\n', blank)
  return end < 0 ? null : end + 7
}

const began = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, (_, index) => ask(index)))
const took = (performance.now() - began) / 1000
console.log(
  JSON.stringify({
    perSecond: times.length / took,
    median: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    bytes: Math.round(bytes / times.length),
    statuses: Object.fromEntries(statuses),
  }),
)
