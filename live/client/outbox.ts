// The outbox keeps unanswered commands over reloads: in IndexedDB, or in memory where there is none.
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Command } from '../protocol/commands.ts'

export interface OutboxEntry {
  userId: string
  command: Command
  at: string
  /** The entry's rank among this user's commands. */
  order: number
  /** The error message of a refused command that is kept for a retry. */
  failed?: string
}

export interface Outbox {
  /** This user's unanswered commands, in the order given. */
  load(userId: string): Promise<OutboxEntry[]>
  put(entry: OutboxEntry): Promise<void>
  remove(ref: string): Promise<void>
}

interface Schema extends DBSchema {
  commands: { key: string; value: OutboxEntry; indexes: { userId: string } }
}

class MemoryOutbox implements Outbox {
  readonly #entries = new Map<string, OutboxEntry>()

  load(userId: string): Promise<OutboxEntry[]> {
    const own = [...this.#entries.values()].filter((entry) => entry.userId === userId)
    return Promise.resolve(inOrder(own))
  }

  put(entry: OutboxEntry): Promise<void> {
    this.#entries.set(entry.command.ref, entry)
    return Promise.resolve()
  }

  remove(ref: string): Promise<void> {
    this.#entries.delete(ref)
    return Promise.resolve()
  }
}

class DatabaseOutbox implements Outbox {
  readonly #database: IDBPDatabase<Schema>

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database
  }

  async load(userId: string): Promise<OutboxEntry[]> {
    return inOrder(await this.#database.getAllFromIndex('commands', 'userId', userId))
  }

  async put(entry: OutboxEntry): Promise<void> {
    await this.#database.put('commands', entry, entry.command.ref)
  }

  async remove(ref: string): Promise<void> {
    await this.#database.delete('commands', ref)
  }
}

function inOrder(entries: OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => a.order - b.order)
}

/** An outbox that is lost with the page: for Node, private windows, and tests. */
export function memoryOutbox(): Outbox {
  return new MemoryOutbox()
}

/** This browser's outbox. A browser that refuses to store anything gets one in memory. */
export async function openOutbox(): Promise<Outbox> {
  if (typeof indexedDB === 'undefined') return memoryOutbox()
  try {
    // Loaded after the page, as nothing waits for it.
    const { openDB } = await import('idb')
    const database = await openDB<Schema>('hubbub', 1, {
      upgrade: (db) => {
        db.createObjectStore('commands').createIndex('userId', 'userId')
      },
    })
    return new DatabaseOutbox(database)
  } catch {
    return memoryOutbox()
  }
}
