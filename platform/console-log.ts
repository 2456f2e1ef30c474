// Redirects console output of libraries to the logger, so that the log is all JSON.
import { format, stripVTControlCharacters } from 'node:util'
import type { Logger } from './logger.ts'

const levels = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const

/** Replaces the console's methods; not meant for development. `hear` is called with each logged error. */
export function logConsole(logger: Logger, hear: (error: Error) => void = () => undefined): void {
  for (const [method, level] of Object.entries(levels) as [
    keyof typeof levels,
    (typeof levels)[keyof typeof levels],
  ][]) {
    console[method] = (...said: unknown[]) => {
      const err = said.find((each) => each instanceof Error)
      const words = stripVTControlCharacters(format(...said.filter((each) => each !== err))).trim()
      const message = words || err?.message
      if (message) logger[level](err ? { err } : {}, message)
      if (err) hear(err)
    }
  }
  // Node's own listener would print warnings as plain text to stderr.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    // Operators cannot fix deprecations in libraries.
    const level = warning.name === 'DeprecationWarning' ? 'debug' : 'warn'
    logger[level]({ err: warning }, warning.message)
  })
}
