// Stopping step by step, each with its limit: whatever hangs, the last step comes.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from './logger.ts'

/** Its name for the log, how many milliseconds it may take, and what it does. */
export type Step = readonly [name: string, limitMs: number, stop: () => Promise<unknown>]

/** Does the steps one after the other. One that takes too long or fails is named in the log, and left behind. */
export async function stopInTime(steps: readonly Step[], logger: Logger): Promise<void> {
  for (const [step, limitMs, stop] of steps) {
    const over = new AbortController()
    const late = pause(limitMs, 'late' as const, { signal: over.signal, ref: false })
    try {
      // Each waits for the one before.
      // oxlint-disable-next-line no-await-in-loop
      const end = await Promise.race([stop(), late])
      if (end === 'late') logger.warn({ step, limitMs }, 'a step of the stop takes too long')
    } catch (error) {
      logger.warn({ err: error, step }, 'a step of the stop failed')
    } finally {
      late.catch(() => undefined)
      over.abort()
    }
  }
}
