// Starts the HTTP server listening.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '#platform/config.ts'
import { listenError } from '#platform/listen-error.ts'

/** Returns the port; throws an error with a sentence for the operator when it cannot listen. */
export async function listen(server: Server, { port, host }: Config): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw listenError(error, port) ?? error
  }
  return (server.address() as AddressInfo).port
}
