import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { listenError } from './listen-error.ts'

async function refusal(port: number, host: string): Promise<unknown> {
  const server = createServer()
  const failed = once(server, 'error')
  server.listen(port, host)
  const [error] = (await failed) as [unknown]
  return listenError(error, port)
}

test.each(['192.0.2.7', 'no-such-host.invalid'])('a HOST of %s is named', async (host) => {
  const error = await refusal(0, host)
  expect(error).toBeInstanceOf(ConfigError)
  expect(String(error)).toContain('HOST is no address of this machine')
})

test('a port that is taken, or that this user may not have, is named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  expect(String(await refusal(port, '127.0.0.1'))).toContain(`Port ${port} is taken`)
  other.close()
  const forbidden = Object.assign(new Error('listen'), { code: 'EACCES' })
  expect(String(listenError(forbidden, 80))).toContain('set PORT to 1024 or more')
  expect(listenError(new Error('other'), 80)).toBeNull()
})
