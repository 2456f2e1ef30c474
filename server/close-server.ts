// Closes the HTTP server: idle connections at once, requests in progress within a time limit.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The open sockets; the HTTP server does not close those of WebSockets itself. */
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

/** Resolves when no connection is left; those that take too long are destroyed. */
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
