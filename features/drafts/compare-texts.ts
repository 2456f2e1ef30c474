// The difference of two texts: added and removed parts, found in a worker thread within a time limit.
import { once } from 'node:events'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const limitMs = 1_000
/** A busy machine is slow to start a thread. */
const startLimitMs = 10_000
/** Further comparisons wait so long for their turn, and then fail. */
const patienceMs = 3_000
const atOnce = 2
const mostMegabytes = 256
/** Nobody reads more parts than this, and a page of them is slow to render. */
const mostParts = 1_000

const parts = z.array(z.object({ value: z.string(), added: z.boolean(), removed: z.boolean() }))
export type Parts = z.infer<typeof parts>

let running = 0
const line = new Set<() => void>()

/** The parts of both texts in order; null when that takes too long, or there are too many. */
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

/** Waits for a turn; false when the time is up. */
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
  // Read from the sources, which are there wherever the server runs: the worker is not part of a bundle.
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
