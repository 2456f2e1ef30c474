// Encodes events and signals into each transport's frames, once for all subscribers.
import type { Signal } from '../protocol/events.ts'
import type { Entry } from './log/entry.ts'

export type Wire = 'sse' | 'websocket'

/** One Server-Sent Event. `data` must be one line: JSON without line breaks is. */
export function sseFrame(event: string, data: string, id?: string): Buffer {
  const position = id === undefined ? '' : `id: ${id}\n`
  return Buffer.from(`${position}event: ${event}\ndata: ${data}\n\n`)
}

/** Caches the last frame: heartbeats sent at one moment mostly carry the same cursor. */
function lastMade(make: (text: string) => Buffer): (text: string) => Buffer {
  let last = { text: '', bytes: make('') }
  return (text) => {
    if (text !== last.text) last = { text, bytes: make(text) }
    return last.bytes
  }
}

/** An SSE comment, which clients ignore. */
export const commentFrame = lastMade((text) => Buffer.from(`: ${text}\n\n`))

const ping = Buffer.from([0x89, 0x00])

/** A WebSocket ping, followed by a heartbeat message with the cursor that was sent last. */
export const heartbeatFrames = lastMade((cursor) =>
  Buffer.concat([ping, websocketFrame(JSON.stringify({ type: 'heartbeat', cursor }))]),
)

/** An unmasked, unfragmented WebSocket text frame (RFC 6455, section 5.2). */
export function websocketFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x81
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, header)
  return frame
}

/** An entry's frame, made once for all subscribers. */
export function entryFrame(wire: Wire, entry: Entry): Buffer {
  const made = entry.frames[wire]
  if (made) return made
  const frame =
    wire === 'sse' ? sseFrame(entry.type, entry.json, entry.cursor) : websocketFrame(entry.json)
  entry.frames[wire] = frame
  return frame
}

const signalFrames = new WeakMap<Signal, Partial<Record<Wire, Buffer>>>()

/** A signal's frame, made once for all subscribers. */
export function signalFrame(wire: Wire, signal: Signal): Buffer {
  const frames = signalFrames.get(signal) ?? {}
  const made = frames[wire]
  if (made) return made
  const json = JSON.stringify(signal)
  const frame = wire === 'sse' ? sseFrame(signal.type, json) : websocketFrame(json)
  signalFrames.set(signal, { ...frames, [wire]: frame })
  return frame
}

/** Entries that are sent in one write per subscriber. */
export class Batch {
  readonly entries: readonly Entry[]
  readonly #bytes: { sse?: Buffer; websocket?: Buffer } = {}

  constructor(entries: readonly Entry[]) {
    this.entries = entries
  }

  bytes(wire: Wire): Buffer {
    const [first] = this.entries
    if (first && this.entries.length === 1) return entryFrame(wire, first)
    this.#bytes[wire] ??= Buffer.concat(this.entries.map((entry) => entryFrame(wire, entry)))
    return this.#bytes[wire]
  }
}
