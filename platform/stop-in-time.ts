// Shutdown in steps, each with a time limit, so that a step that hangs does not prevent the others.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from './logger.ts'

/** The step's name for the log, its limit in milliseconds, and its function. */
export type Step = readonly [name: string, limitMs: number, stop: () => Promise<unknown>]

/** Runs the steps in sequence. A step that takes too long or fails is logged, and the next one starts. */
export async function stopInTime(steps: readonly Step[], logger: Logger): Promise<void> {
  for (const [step, limitMs, stop] of steps) {
    const over = new AbortController()
    const late = pause(limitMs, 'late' as const, { signal: over.signal, ref: false })
    try {
      // In sequence: a step starts when the one before has ended.
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
