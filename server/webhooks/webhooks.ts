// Hands replies over to the webhooks of inboxes: each at least once, those of one conversation in their order,
// again and again for a day. Several nodes share the work.
import type { Database } from '../platform/postgres/database.ts'
import type { Logger } from '../platform/logger.ts'
import { handOver } from './hand-over.ts'
import { waitAfter } from './retries.ts'

const atOnce = 20
/** A node that does not say how it went within this time is taken for dead. */
const leaseMs = 30_000
const longestSleepMs = 60_000
const afterFailureMs = 1000
const longestProblem = 200

interface Due {
  id: string
  body: string
  attempts: number
  url: string | null
  secret: string
}

interface WebhooksOptions {
  db: Database
  logger: Logger
  /** Whether webhooks may lead into private networks. */
  toPrivate: boolean
}

export class Webhooks {
  readonly #options: WebhooksOptions
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #again = false
  #stopped = false
  readonly #attempts = new Set<Promise<void>>()

  constructor(options: WebhooksOptions) {
    this.#options = options
  }

  /** Something is due, or may be. */
  wake(): void {
    if (this.#stopped) return
    this.#again = true
    this.#looking ??= this.#look().finally(() => (this.#looking = null))
  }

  /** Resolves when what was begun has been answered; the rest stays for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#attempts)
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer)
    let sleep = longestSleepMs
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        // oxlint-disable-next-line no-await-in-loop
        for (const due of await this.#lease(atOnce - this.#attempts.size)) this.#begin(due)
      }
      // At work on as many as may be: whichever ends first looks again.
      if (this.#attempts.size < atOnce) sleep = await this.#untilNext()
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'replies could not be handed over')
      sleep = afterFailureMs
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), sleep)
  }

  #begin(due: Due): void {
    const attempt = this.#attempt(due)
      .catch((error: unknown) => {
        // Its lease runs out, and it is tried again.
        this.#options.logger.warn({ err: error }, 'how a reply was handed over could not be kept')
      })
      .finally(() => {
        this.#attempts.delete(attempt)
        this.wake()
      })
    this.#attempts.add(attempt)
  }

  /** The oldest reply of each conversation where that is due, for this node alone for a while. */
  #lease(most: number): Promise<Due[]> {
    return this.#options.db.$queryRaw<Due[]>`
      UPDATE deliveries SET "dueAt" = now() + ${leaseMs} * interval '1 millisecond',
        attempts = attempts + 1
      FROM inboxes
      WHERE inboxes."roomId" = "inboxId" AND id IN (
        SELECT id FROM deliveries AS waiting
        WHERE "dueAt" <= now() AND NOT EXISTS (
          SELECT 1 FROM deliveries AS earlier
          WHERE earlier."conversationId" = waiting."conversationId"
            AND earlier.id < waiting.id AND earlier."dueAt" IS NOT NULL
        )
        ORDER BY "dueAt" LIMIT ${most} FOR UPDATE SKIP LOCKED
      )
      RETURNING id::text, body, attempts, "webhookUrl" AS url, "webhookSecret" AS secret`
  }

  async #attempt({ id, body, attempts, url, secret }: Due): Promise<void> {
    const { db, toPrivate } = this.#options
    try {
      // Nobody wants it any more when the webhook has been taken away.
      if (url !== null) await handOver({ id, body, url, secret, toPrivate })
      await db.delivery.deleteMany({ where: { id } })
    } catch (error) {
      const wait = waitAfter(attempts)
      const dueAt = wait === null ? null : new Date(Date.now() + wait)
      const problem = String(error instanceof Error ? error.message : error)
      await db.delivery.updateMany({
        where: { id },
        data: { dueAt, problem: problem.slice(0, longestProblem) },
      })
    }
  }

  async #untilNext(): Promise<number> {
    const next = await this.#options.db.delivery.findFirst({
      where: { dueAt: { not: null } },
      orderBy: { dueAt: 'asc' },
      select: { dueAt: true },
    })
    const wait = (next?.dueAt?.getTime() ?? Infinity) - Date.now()
    return Math.min(longestSleepMs, Math.max(50, wait))
  }
}
