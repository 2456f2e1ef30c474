import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { ConfigError } from './config.ts'
import { createLogger } from './logger.ts'
import { limitConnections, mostConnections, parseLimit } from './open-files.ts'

test('the limit is read as Linux tells it', () => {
  const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             127000               127000               processes
Max open files            1024                 524288               files
Max locked memory         8388608              8388608              bytes
`
  expect(parseLimit(limits)).toBe(1024)
  expect(
    parseLimit('Max open files            unlimited            unlimited            files'),
  ).toBeNull()
  expect(parseLimit('')).toBeNull()
})

test('some files are kept free for what is no connection, and too few are refused', () => {
  expect(mostConnections(1024, 16)).toBe(912)
  expect(() => mostConnections(128, 16)).toThrow(ConfigError)
  expect(() => mostConnections(128, 16)).toThrow('144 or more')
})

test('a connection is kept for longer than proxies do, and for shorter where many are taken', async () => {
  const server = createServer((_, response) => response.end('yes'))
  limitConnections(server, 10, createLogger('silent'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sockets: Socket[] = []
  /** The Keep-Alive header of a response on a new connection, which stays open. */
  const kept = async (): Promise<string | undefined> => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    return /^Keep-Alive: (.+)\r$/im.exec(String(bytes))?.[1]
  }
  try {
    for (let count = 1; count <= 8; count += 1) expect(await kept()).toBe('timeout=125')
    expect(await kept()).toBe('timeout=5')
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect(await kept()).toBe('timeout=125'))
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
