// Begins to take connections.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '#platform/config.ts'
import { listenError } from '#platform/listen-error.ts'

/** The port that it has got; throws a sentence when it gets none. */
export async function listen(server: Server, { port, host }: Config): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw listenError(error, port) ?? error
  }
  return (server.address() as AddressInfo).port
}
