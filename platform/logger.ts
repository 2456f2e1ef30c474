// The operators' log: one JSON line per entry on standard output.
import pino from 'pino'

export type Logger = pino.Logger

/** A logger that writes what is at `level` or above; tokens and passwords are left out. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['password', 'token', 'cookie', 'headers.cookie', 'headers.authorization'],
      remove: true,
    },
  })
}
