import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from 'vitest'
import { StalledSockets } from './stalled.ts'

test('[F7] who does not read what waits is cut, who reads slowly or hears nothing is not', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const join = async (): Promise<[client: Socket, served: Socket]> => {
    const came = once(server, 'connection')
    const client = connect(port, '127.0.0.1').on('error', () => undefined)
    const [served] = (await came) as [Socket]
    return [client, served]
  }
  const [lazy, servedLazy] = await join()
  const [slow, servedSlow] = await join()
  const [, servedQuiet] = await join()
  for (const each of [lazy, slow]) each.pause()
  const part = Buffer.alloc(16 * 1024)
  for (const served of [servedLazy, servedSlow]) {
    for (let each = 0; each < 2000; each += 1) served.write(part)
  }
  const reading = setInterval(() => slow.read(), 5)
  const stalled = new StalledSockets(sockets, { everyMs: 20, limitMs: 1000 })
  await expect.poll(() => servedLazy.destroyed).toBe(true)
  expect(servedSlow.destroyed).toBe(false)
  expect(servedQuiet.destroyed).toBe(false)
  clearInterval(reading)
  stalled.stop()
  for (const socket of sockets) socket.destroy()
  server.close()
})
