// How a site gets its owner: the first account made on the machine itself, or the one that opens the link printed at the start.
import { createHmac } from 'node:crypto'
import type { Database } from '#platform/postgres/database.ts'
import { sqlState } from '#platform/postgres/errors.ts'
import { sameKey } from '#platform/same-key.ts'

const goodForMs = 24 * 60 * 60 * 1000
const uniqueViolation = '23505'

export class Ownership {
  readonly #db: Database
  readonly #secret: string

  constructor(db: Database, secret: string) {
    this.#db = db
    this.#secret = secret
  }

  /** The path of a link that makes its visitor the owner, valid for a day on every node; null: the site has an owner. */
  async link(now = Date.now()): Promise<string | null> {
    return (await hasOwner(this.#db)) ? null : `/own?key=${this.#key(now + goodForMs)}`
  }

  /** Whether a link's key is right, not expired and not used yet. */
  async isOpen(key: string, now = Date.now()): Promise<boolean> {
    return this.#isRight(key, now) && !(await hasOwner(this.#db))
  }

  /** Makes an account the owner by a link's key; false: the key is wrong, expired or used. */
  async claim(userId: string, key: string, now = Date.now()): Promise<boolean> {
    return this.#isRight(key, now) && this.#make(userId)
  }

  /** Makes an account the owner if it is the only one. */
  async claimAsFirst(userId: string): Promise<boolean> {
    return (await this.#db.user.count({ take: 2 })) === 1 && this.#make(userId)
  }

  async #make(userId: string): Promise<boolean> {
    if (await hasOwner(this.#db)) return false
    try {
      await this.#db.user.update({ where: { id: userId }, data: { role: 'owner' } })
      return true
    } catch (error) {
      // Another account was first: there is one owner at most.
      if (sqlState(error) === uniqueViolation) return false
      throw error
    }
  }

  #isRight(key: string, now: number): boolean {
    const until = parseInt(key.split('.', 1)[0] ?? '', 36)
    return sameKey(key, this.#key(until)) && until > now
  }

  #key(until: number): string {
    const time = until.toString(36)
    const mark = createHmac('sha256', this.#secret).update(`owner of the site until ${time}`)
    return `${time}.${mark.digest('base64url')}`
  }
}

async function hasOwner(db: Database): Promise<boolean> {
  return (await db.user.findFirst({ where: { role: 'owner' }, select: { id: true } })) !== null
}
