import { createServer, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
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

/** A cache over pages that contain their text in `texts`, rendered when `ready` resolves; and how often each was rendered. */
async function cached(
  texts: Map<string, string>,
  ready: () => Promise<void> = () => Promise.resolve(),
) {
  const rendered: string[] = []
  const renderer = new Server((request, response) => {
    const { url = '' } = request
    rendered.push(url)
    const text = texts.get(url)
    void ready().then(() => response.end(text))
  })
  const cache = new PageCache(renderer, () => 1)
  const front = createServer(
    (request, response) => void cache.answer(request, response, (work) => work()),
  )
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const { port } = front.address() as AddressInfo
  const read = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()
  return { cache, rendered, read, close: () => front.close() }
}

const [first, second] = ['1', '2'].map((end) => `0193a0b0-0000-7000-8000-00000000000${end}`)
const [one = '', two = ''] = [first, second]

test('what is deleted is in no page from then on, and the pages that do not show it stay', async () => {
  const texts = new Map([
    ['/', `${one} ${two}`],
    ['/@ada', one],
    ['/@bob', two],
  ])
  const { cache, rendered, read, close } = await cached(texts)
  for (const path of texts.keys()) await read(path)
  texts.set('/', two).set('/@ada', '')
  cache.forget([one])
  expect(await read('/')).toBe(two)
  expect(await read('/@ada')).toBe('')
  expect(await read('/@bob')).toBe(two)
  expect(rendered).toEqual(['/', '/@ada', '/@bob', '/', '/@ada'])
  close()
})

test('a page of any size comes, however it is written', async () => {
  const writtenAs = new Map<string, number>()
  const renderer = new Server((request, response) => {
    void (async () => {
      response.setHeader('X-Padding', 'p'.repeat(800))
      response.flushHeaders()
      const isTaken = response.write('x'.repeat(writtenAs.get(request.url ?? '') ?? 0))
      if (!isTaken) await once(response, 'drain')
      response.end('end')
    })()
  })
  const cache = new PageCache(renderer, () => 1)
  const sizes = Array.from({ length: 40 }, (_, index) => 64_000 + index * 50)
  for (const size of [...sizes, 5_000_000]) {
    writtenAs.set('/', size)
    expect(await cache.canRender('/'), String(size)).toBe(true)
  }
})

test('a page that cannot be made is said, and is not answered', async () => {
  const renderer = new Server((request) => request.socket.destroy())
  const errors: unknown[] = []
  const cache = new PageCache(
    renderer,
    () => 1,
    (error) => errors.push(error),
  )
  expect(await cache.canRender('/')).toBe(false)
  expect(errors).toHaveLength(1)
})

test('when the log has gone back every page is made again', async () => {
  const texts = new Map([
    ['/', 'before'],
    ['/@ada', 'before'],
  ])
  const { cache, read, close } = await cached(texts)
  await read('/')
  for (const path of texts.keys()) texts.set(path, 'after')
  cache.forgetAll()
  expect(await read('/')).toBe('after')
  expect(await read('/@ada')).toBe('after')
  close()
})

test('a page that shows what was deleted while it was made is made again, for all who wait for it', async () => {
  const texts = new Map([['/', `${one} ${two}`]])
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const { cache, rendered, read, close } = await cached(texts, () => held)
  const waiting = [read('/'), read('/')]
  await expect.poll(() => rendered.length).toBe(1)
  texts.set('/', two)
  cache.forget([one])
  letGo()
  expect(await Promise.all(waiting)).toEqual([two, two])
  expect(rendered).toHaveLength(2)
  close()
})
