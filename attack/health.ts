// How `/healthz` is answered while something goes on: asked every 100 ms, whether or not the last one has been answered.
import { setTimeout as pause } from 'node:timers/promises'

const everyMs = 100
const answerLimitMs = 10_000

export interface Health {
  median: number
  worst: number
  /** Answers other than 200, or none within ten seconds. */
  failures: number
}

/** Watches until `until` is settled. */
export async function watchHealth(origin: string, until: Promise<unknown>): Promise<Health> {
  let going = true
  const done = until.catch(() => undefined).then(() => (going = false))
  const asked: Promise<number | null>[] = []
  while (going) {
    asked.push(ask(origin))
    await Promise.race([pause(everyMs), done])
  }
  const answers = await Promise.all(asked)
  const times = answers.filter((each) => each !== null).toSorted((a, b) => a - b)
  return {
    median: times[Math.floor(times.length / 2)] ?? Infinity,
    worst: times.at(-1) ?? Infinity,
    failures: answers.length - times.length,
  }
}

async function ask(origin: string): Promise<number | null> {
  const from = performance.now()
  try {
    const response = await fetch(`${origin}/healthz`, {
      signal: AbortSignal.timeout(answerLimitMs),
    })
    await response.arrayBuffer()
    return response.ok ? performance.now() - from : null
  } catch {
    return null
  }
}
