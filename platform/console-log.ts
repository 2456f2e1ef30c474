// What libraries say on the console becomes lines of the log, which are all JSON.
import { format, stripVTControlCharacters } from 'node:util'
import type { Logger } from './logger.ts'

const levels = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const

/** From now on; what is said there in development is left for a person's eyes. `hear` is told of each error. */
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
  // Node would print them as errors.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    // What a library will have to change one day is nothing that whoever runs the site can mend.
    const level = warning.name === 'DeprecationWarning' ? 'debug' : 'warn'
    logger[level]({ err: warning }, warning.message)
  })
}
