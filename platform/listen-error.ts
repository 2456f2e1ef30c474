// Explains to the operator why the server cannot listen on its host and port.
import { ConfigError } from './config.ts'
import { errorCode } from './postgres/errors.ts'

/** Null: the cause is not in the configuration. */
export function listenError(error: unknown, port: number): ConfigError | null {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new ConfigError(`Port ${port} is taken: stop what listens there, or set PORT.`)
    case 'EACCES':
      return new ConfigError(
        `This user may not listen on port ${port}: set PORT to 1024 or more, with a proxy in front.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new ConfigError(
        'HOST is no address of this machine: leave it out for all of its addresses, or set one that it has.',
      )
    default:
      return null
  }
}
