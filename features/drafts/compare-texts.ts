// What was added to a text and what was taken away, found beside the event loop, within a limit.
import { once } from 'node:events'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const limitMs = 1_000
/** A busy machine takes its time to begin. */
const startLimitMs = 10_000
/** Others wait for their turn so long, and are told that it cannot be done just now. */
const patienceMs = 3_000
const atOnce = 2
const mostMegabytes = 256
/** More parts than this nobody reads, and a page of them takes long to make. */
const mostParts = 1_000

const parts = z.array(z.object({ value: z.string(), added: z.boolean(), removed: z.boolean() }))
export type Parts = z.infer<typeof parts>

let running = 0
const line = new Set<() => void>()

/** The parts of both texts in their order; null when that would take too long, or be too many. */
export async function compareTexts(then: string, now: string): Promise<Parts | null> {
  if (then === now) return []
  if (!(await turn())) return null
  try {
    return await compare(then, now)
  } finally {
    const [next] = line
    if (next) next()
    else running -= 1
  }
}

/** Whether there is one within time. */
function turn(): Promise<boolean> {
  if (running < atOnce) {
    running += 1
    return Promise.resolve(true)
  }
  return new Promise((done) => {
    const end = (isTurn: boolean): void => {
      clearTimeout(timer)
      line.delete(begin)
      done(isTurn)
    }
    const begin = (): void => end(true)
    const timer = setTimeout(() => end(false), patienceMs)
    line.add(begin)
  })
}

async function compare(then: string, now: string): Promise<Parts | null> {
  // Beside the sources, which are there wherever the server runs: it is no part of a bundle.
  const worker = new Worker(resolve('features/drafts/compare-lines.mjs'), {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  })
  try {
    await once(worker, 'message', { signal: AbortSignal.timeout(startLimitMs) })
    const signal = AbortSignal.timeout(limitMs)
    worker.postMessage([then, now])
    const [found] = z.tuple([parts]).parse(await once(worker, 'message', { signal }))
    return found.length > mostParts ? null : found
  } catch {
    return null
  } finally {
    await worker.terminate()
  }
}
