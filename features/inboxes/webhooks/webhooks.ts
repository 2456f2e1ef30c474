// Hands replies over to the webhooks of inboxes: each at least once, those of one conversation in order, with retries
// for a day. Several nodes share the work.
import { Prisma } from '#prisma/client.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Logger } from '#platform/logger.ts'
import { unseal } from '#platform/seal.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { waitAfter } from './retries.ts'

const atOnce = 20
/** Per inbox: a slow receiver holds up only its own replies. */
const atOncePerInbox = 4
/** A node that reports no result within this time is taken for dead. */
const leaseMs = 30_000
const longestSleepMs = 60_000
const shortestSleepMs = 50
const afterFailureMs = 1000
const longestProblem = 200

/** SQL: no earlier reply of the same conversation is still waiting. */
const isFirst = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM deliveries AS earlier
  WHERE earlier."conversationId" = waiting."conversationId"
    AND earlier.place < waiting.place AND earlier."dueAt" IS NOT NULL
)`

interface Due {
  id: string
  inboxId: string
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
  readonly #stopping = new AbortController()
  /** Attempts in progress, each with its inbox. */
  readonly #attempts = new Map<Promise<void>, string>()

  constructor(options: WebhooksOptions) {
    this.#options = options
  }

  /** Called when a reply is due, or may be. */
  wake(): void {
    if (this.#stopping.signal.aborted) return
    this.#again = true
    this.#looking ??= this.#look().finally(() => (this.#looking = null))
  }

  /** Aborts the attempts in progress; resolves when their replies are due again, for the next start or another node. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#attempts.keys())
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer)
    let sleep = longestSleepMs
    try {
      while (this.#again && !this.#stopping.signal.aborted) {
        this.#again = false
        // oxlint-disable-next-line no-await-in-loop
        for (const due of await this.#lease()) this.#begin(due)
        // oxlint-disable-next-line no-await-in-loop
        sleep = await this.#untilNext()
      }
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'replies could not be handed over')
      sleep = afterFailureMs
    }
    if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.wake(), sleep)
  }

  #begin(due: Due): void {
    const attempt = this.#attempt(due)
      .catch((error: unknown) => {
        // The lease runs out, and the reply is tried again.
        this.#options.logger.warn({ err: error }, 'how a reply was handed over could not be kept')
      })
      .finally(() => {
        this.#attempts.delete(attempt)
        this.wake()
      })
    this.#attempts.set(attempt, due.inboxId)
  }

  /** Inboxes with attempts in progress: when the last one of an inbox ends, its due replies are looked up again. */
  #busy(): string[] {
    return [...new Set(this.#attempts.values())]
  }

  /** Leases to this node the oldest due reply of each conversation. */
  #lease(): Promise<Due[]> {
    return this.#options.db.$queryRaw<Due[]>`
      WITH due AS MATERIALIZED (
        SELECT due.id FROM inboxes CROSS JOIN LATERAL (
          SELECT id, "dueAt" FROM deliveries AS waiting
          WHERE "inboxId" = inboxes."roomId" AND "dueAt" <= now() AND ${isFirst}
          ORDER BY "dueAt" LIMIT ${atOncePerInbox} FOR UPDATE SKIP LOCKED
        ) AS due
        WHERE inboxes."roomId" <> ALL(${this.#busy()}::uuid[])
        ORDER BY due."dueAt" LIMIT ${Math.max(0, atOnce - this.#attempts.size)}
      )
      UPDATE deliveries SET "dueAt" = now() + ${leaseMs} * interval '1 millisecond',
        attempts = attempts + 1
      FROM inboxes
      WHERE inboxes."roomId" = "inboxId" AND id IN (SELECT id FROM due)
      RETURNING id::text, "inboxId"::text, body, attempts, "webhookUrl" AS url,
        "webhookSecret" AS secret`
  }

  async #attempt({ id, body, attempts, url, secret }: Due): Promise<void> {
    const { db, toPrivate } = this.#options
    const { signal } = this.#stopping
    try {
      // Without a URL the webhook was removed, and the reply is dropped.
      if (url !== null)
        await deliverWebhook({ id, body, url, secret: opened(secret), toPrivate, signal })
      await db.delivery.deleteMany({ where: { id } })
    } catch (error) {
      if (signal.aborted) {
        await db.$executeRaw`
          UPDATE deliveries SET "dueAt" = now(), attempts = attempts - 1 WHERE id = ${id}::uuid`
        return
      }
      const problem = String(error instanceof Error ? error.message : error)
      // By the database's clock, as all due times are. Null: no further attempt.
      await db.$executeRaw`
        UPDATE deliveries SET problem = ${problem.slice(0, longestProblem)},
          "dueAt" = now() + ${waitAfter(attempts)}::float8 * interval '1 millisecond'
        WHERE id = ${id}::uuid`
    }
  }

  /** Milliseconds until a reply is due that this node could begin. */
  async #untilNext(): Promise<number> {
    if (this.#attempts.size >= atOnce) return longestSleepMs
    const [next] = await this.#options.db.$queryRaw<{ wait: number }[]>`
      SELECT (extract(epoch FROM "dueAt" - now()) * 1000)::float8 AS wait
      FROM deliveries AS waiting
      WHERE "dueAt" IS NOT NULL AND "inboxId" <> ALL(${this.#busy()}::uuid[]) AND ${isFirst}
      ORDER BY "dueAt" LIMIT 1`
    return Math.min(longestSleepMs, Math.max(shortestSleepMs, next?.wait ?? Infinity))
  }
}

function opened(kept: string): string {
  const secret = unseal(kept)
  if (secret !== null) return secret
  throw new Error('The secret was made with another AUTH_SECRET: make new keys.')
}
