// The one way to write: rows, counts and events of a change are one transaction.
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '#platform/errors.ts'
import { append } from '../log/append.ts'
import type { KeptAnswer } from '../log/append.ts'
import type { Database, Transaction } from '#platform/postgres/database.ts'
import type { DirectDatabase, Statements } from '#platform/postgres/direct.ts'
import { failureOf, permanentSentence, sqlState } from '#platform/postgres/errors.ts'
import { Change } from './change.ts'

export interface WriteContext {
  db: Database
  direct: DirectDatabase
  nodeId: string
  cursorOf: (eventId: number) => string
}

const transactionLimits = { maxWait: 10_000, timeout: 20_000 }
const attempts = 4

type Written<R> = { result: R; last: number }

/**
 * One write transaction: what `work` gathers in the change is counted and appended before the commit, with the answers
 * that are to be kept. A lost race (a deadlock, the same ref on another node) is run again. Throws a Refusal with code
 * `invalid` for what the database will never take, and else whatever the database throws; then nothing has happened.
 */
export function write<R>(
  { db, nodeId }: WriteContext,
  work: (tx: Transaction, change: Change) => Promise<R>,
  answersTo?: (result: R) => KeptAnswer[],
): Promise<Written<R>> {
  return tried(() =>
    db.$transaction(async (tx) => {
      const change = new Change()
      const result = await work(tx, change)
      await moveCounts(tx, change)
      return { result, last: await append(tx, change.events, nodeId, answersTo?.(result)) }
    }, transactionLimits),
  )
}

/** As `write`, for work that is a few statements: several times as fast. */
export function writeDirectly<R>(
  { direct, nodeId }: WriteContext,
  work: (tx: Statements, change: Change) => Promise<R>,
  answersTo: (result: R) => KeptAnswer[],
): Promise<Written<R>> {
  return tried(() => {
    const change = new Change()
    return direct.transaction(
      async (tx) => {
        const result = await work(tx, change)
        await moveCounts(tx, change)
        return result
      },
      (tx, result) => append(tx, change.events, nodeId, answersTo(result)),
    )
  })
}

async function tried<R>(writeOnce: () => Promise<Written<R>>): Promise<Written<R>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await writeOnce()
    } catch (error) {
      const state = sqlState(error)
      const failure = failureOf(state)
      // A constraint that is still broken is no lost race.
      const isLost = failure === 'race' && attempt === attempts && state.startsWith('23')
      if (failure === 'permanent' || isLost) throw refusalOf(error, state)
      if (failure === 'passing' || attempt === attempts) throw error
      // oxlint-disable-next-line no-await-in-loop
      await wait(Math.random() * 10 * attempt)
    }
  }
}

function refusalOf(error: unknown, state: string): Refusal {
  return Object.assign(new Refusal('invalid', permanentSentence(state)), { cause: error })
}

/** Moves each post's counts once, in one order for all nodes, and tells the feed and the post's topic. */
async function moveCounts(tx: Statements, change: Change): Promise<void> {
  const moved = [...change.counts].filter(([, by]) => by.likes !== 0 || by.comments !== 0)
  if (moved.length === 0) return
  const postIds = moved.map(([postId]) => postId)
  const likes = moved.map(([, by]) => by.likes)
  const comments = moved.map(([, by]) => by.comments)
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    WITH held AS (
      SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE posts SET
      "likeCount" = "likeCount" + moved.likes, "commentCount" = "commentCount" + moved.comments
    FROM held JOIN unnest(${postIds}::uuid[], ${likes}::int[], ${comments}::int[])
      AS moved(id, likes, comments) USING (id)
    WHERE posts.id = held.id
    RETURNING posts.id::text, "likeCount" AS likes, "commentCount" AS comments`
  const counts = rows.flatMap((row) => {
    const data = { postId: row.id, likes: row.likes, comments: row.comments }
    return (['feed', `post:${row.id}`] as const).map((topic) => ({
      topic,
      type: 'post.counts' as const,
      data,
    }))
  })
  // Before the rest: who reads their own `like.set` has then read its count too.
  change.events.unshift(...counts)
}
