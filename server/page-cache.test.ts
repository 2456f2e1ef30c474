import { createServer, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { PageCache } from './page-cache.ts'

const sha256 = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('only the scripts of the site itself may run in a page that is shared', async () => {
  const renderer = new Server((_request, response) => {
    response.setHeader('Content-Security-Policy', "script-src 'nonce-abc'")
    response.end(
      '<p nonce="evil"></p><script nonce="evil">bad()</script><script>worse()</script>' +
        '<script nonce="abc">good()</script><script src="/a.js" nonce="abc"></script>',
    )
  })
  const cache = new PageCache(renderer, () => 1)
  const front = createServer(
    (request, response) => void cache.answer(request, response, (work) => work()),
  )
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const { port } = front.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/`)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain(sha256('good()'))
  for (const text of ['bad()', 'worse()']) expect(policy).not.toContain(sha256(text))
  expect(policy).toContain("style-src 'self' 'nonce-abc'")
  await new Promise((resolve) => front.close(resolve))
})
