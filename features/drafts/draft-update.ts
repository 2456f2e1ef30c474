// Encodes and decodes Yjs updates on the server: counted before they are decoded, and encoded again in parts.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = Y.Item | Y.GC | Y.Skip
export type Deletes = ReadonlyMap<number, readonly { clock: number; len: number }[]>

/** The byte before each piece: its kind, and which fields follow. */
const bits = { kind: 31, hasSub: 32, hasRight: 64, hasLeft: 128 } as const
const kinds = { gone: 0, deleted: 1, words: 4, skip: 10 } as const

/** Whether an update has more than `most` pieces; fast, also where decoding it would be slow. Throws for updates of no text. */
export function hasMoreThan(update: Uint8Array, most: number): boolean {
  const decoder = decoding.createDecoder(update)
  const next = () => decoding.readVarUint(decoder)
  let pieces = 0
  for (let clients = next(); clients > 0; clients -= 1) {
    const structs = next()
    pieces += structs
    if (pieces > most) return true
    next()
    next()
    for (let left = structs; left > 0; left -= 1) skipStruct(decoder)
  }
  for (let clients = next(); clients > 0; clients -= 1) {
    next()
    const ranges = next()
    pieces += ranges
    if (pieces > most) return true
    for (let left = 2 * ranges; left > 0; left -= 1) next()
  }
  return false
}

function skipStruct(decoder: decoding.Decoder): void {
  const next = () => decoding.readVarUint(decoder)
  const info = decoding.readUint8(decoder)
  const kind = info & bits.kind
  const isItem = kind === kinds.deleted || kind === kinds.words
  if (!isItem && info !== kinds.gone && info !== kinds.skip) throw new Error('This is no text.')
  const ids = (info & bits.hasLeft ? 1 : 0) + (info & bits.hasRight ? 1 : 0)
  if (isItem) for (let left = 2 * ids; left > 0; left -= 1) next()
  if (isItem && ids === 0) {
    if (next() === 1) skipString(decoder)
    else for (let left = 2; left > 0; left -= 1) next()
    if (info & bits.hasSub) skipString(decoder)
  }
  if (kind === kinds.words) skipString(decoder)
  else next()
}

function skipString(decoder: decoding.Decoder): void {
  const bytes = decoding.readVarUint(decoder)
  if (decoder.pos + bytes > decoder.arr.length) throw new Error('It ends too early.')
  decoder.pos += bytes
}

/** Encodes an update from these structs, each client's in order, and from the deletions. */
export function toUpdate(structs: readonly Struct[], deletes: Deletes = new Map()): Uint8Array {
  const byClient = groupByClient(structs)
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  encoding.writeVarUint(restEncoder, byClient.size)
  for (const [client, list] of byClient) {
    encoding.writeVarUint(restEncoder, list.length)
    encoder.writeClient(client)
    encoding.writeVarUint(restEncoder, list[0]?.id.clock ?? 0)
    for (const struct of list) struct.write(encoder, 0)
  }
  encoding.writeVarUint(restEncoder, deletes.size)
  for (const [client, ranges] of deletes) {
    encoder.resetDsCurVal()
    encoding.writeVarUint(restEncoder, client)
    encoding.writeVarUint(restEncoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock)
      encoder.writeDsLen(len)
    }
  }
  return encoder.toUint8Array()
}

/** The structs of each client, in order. */
export function groupByClient(structs: readonly Struct[]): Map<number, Struct[]> {
  const groups = new Map<number, Struct[]>()
  for (const struct of structs) {
    const group = groups.get(struct.id.client)
    if (group) group.push(struct)
    else groups.set(struct.id.client, [struct])
  }
  return groups
}
