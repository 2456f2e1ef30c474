// What a message of a co-writing page holds. The framing is Hocuspocus', the update within is Yjs'.
import * as decoding from 'lib0/decoding'

/** A page that was long offline sends all that was written meanwhile as one. */
export const largestUpdate = 4 * 1024 * 1024

const kinds = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, syncReply: 4, close: 7 } as const
const known: ReadonlySet<number> = new Set(Object.values(kinds))
const syncStep1 = 0

/** The update that a message carries, or null when it carries none. Throws when the message is none of the usual. */
export function readDraftMessage(message: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(message)
  decoding.readVarString(decoder)
  const kind = decoding.readVarUint(decoder)
  if (!known.has(kind)) throw new Error(`There is no message of kind ${kind}.`)
  if (kind !== kinds.sync && kind !== kinds.syncReply) return null
  if (decoding.readVarUint(decoder) === syncStep1) return null
  return decoding.readVarUint8Array(decoder)
}

/** The draft that a message is about; null when it names none. */
export function draftNameOf(message: Uint8Array): string | null {
  try {
    return decoding.readVarString(decoding.createDecoder(message))
  } catch {
    return null
  }
}
