// Closing the HTTP server: what is idle at once, what is under way within a limit.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The open sockets; those of WebSockets are not the HTTP server's to close any more. */
export function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  function forget(this: Socket): void {
    sockets.delete(this)
  }
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', forget)
  })
  return sockets
}

/** Resolves when no connection is left; those that stay too long are cut. */
export async function closeServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  limitMs: number,
): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, limitMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
