// Parses a co-writing page's messages, and builds the server's. The framing is Hocuspocus', the updates are Yjs', the cursors are y-protocols'.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { WriterState } from './channel.ts'

/** After a long time offline a page sends all its changes as one update. This is twice what a draft can hold. */
export const largestUpdate = 2 * 1024 * 1024

const kinds = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, syncReply: 4, close: 7 } as const
const syncStatus = 8
const known: ReadonlySet<number> = new Set(Object.values(kinds))
const syncStep1 = 0
const syncStep2 = 1

/** A page repeats in one message what it knows of all other cursors, too. */
const largestTalk = 16 * 1024
const mostStates = 100
const largestState = 2048

export type DraftMessage =
  /** Changes of the text: one update, or, as the answer to a question, all that the server lacks. */
  | { kind: 'update'; bytes: Uint8Array; isAll: boolean }
  /** Cursor states: its own, and those of others, by id. */
  | { kind: 'states'; states: [id: number, json: string][] }
  /** A sync question: the page asks for what it lacks. */
  | { kind: 'question' }
  /** A message that needs no answer. */
  | { kind: 'needless' }
  /** Hocuspocus' own messages: authentication and leaving. */
  | { kind: 'other' }

/** Parses a message; null when it is of no known kind. */
export function readDraftMessage(message: Uint8Array): DraftMessage | null {
  try {
    return read(message)
  } catch {
    return null
  }
}

function read(message: Uint8Array): DraftMessage {
  const decoder = decoding.createDecoder(message)
  decoding.readVarString(decoder)
  const kind = decoding.readVarUint(decoder)
  if (!known.has(kind)) throw new Error(`There is no message of kind ${kind}.`)
  if (kind === kinds.awareness) return readStates(decoder, message.length)
  if (kind === kinds.queryAwareness) return { kind: 'needless' }
  if (kind !== kinds.sync && kind !== kinds.syncReply) return { kind: 'other' }
  const step = decoding.readVarUint(decoder)
  if (step === syncStep1) return { kind: 'question' }
  return {
    kind: 'update',
    bytes: decoding.readVarUint8Array(decoder),
    isAll: step === syncStep2,
  }
}

function readStates(decoder: decoding.Decoder, size: number): DraftMessage {
  if (size > largestTalk) return { kind: 'needless' }
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  const states: [number, string][] = []
  for (let left = Math.min(decoding.readVarUint(inner), mostStates); left > 0; left -= 1) {
    const id = decoding.readVarUint(inner)
    decoding.readVarUint(inner)
    const json = decoding.readVarString(inner)
    if (json.length <= largestState) states.push([id, json])
  }
  return { kind: 'states', states }
}

/** The id of the draft that a message is about; null when it names none. */
export function draftNameOf(message: Uint8Array): string | null {
  try {
    return decoding.readVarString(decoding.createDecoder(message))
  } catch {
    return null
  }
}

/** Acknowledges an update, or says that it was not accepted. */
export function statusMessage(draftId: string, taken: boolean): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, draftId)
  encoding.writeVarUint(encoder, syncStatus)
  encoding.writeVarUint(encoder, taken ? 1 : 0)
  return encoding.toUint8Array(encoder)
}

/** Asks a page for everything that the document lacks. */
export function questionMessage(draftId: string, document: Y.Doc): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, draftId)
  encoding.writeVarUint(encoder, kinds.sync)
  encoding.writeVarUint(encoder, syncStep1)
  encoding.writeVarUint8Array(encoder, Y.encodeStateVector(document))
  return encoding.toUint8Array(encoder)
}

/** Who writes, and where; a null state removes a writer. */
export function statesMessage(
  draftId: string,
  states: readonly { id: number; clock: number; state: WriterState | null }[],
): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, states.length)
  for (const { id, clock, state } of states) {
    encoding.writeVarUint(inner, id)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, JSON.stringify(state))
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, draftId)
  encoding.writeVarUint(encoder, kinds.awareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  return encoding.toUint8Array(encoder)
}
