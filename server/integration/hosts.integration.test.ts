// Which Host names a site without PUBLIC_URL accepts: this machine's own, and no other that points here.
import { request as httpRequest } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'

let direct: TestNode
let proxied: TestNode
let named: TestNode

beforeAll(async () => {
  ;[direct, proxied, named] = await Promise.all([
    startTestNode(),
    startTestNode({ trustedProxies: 1 }),
    startTestNode({ publicUrl: 'https://hubbub.example' }),
  ])
})
afterAll(() => Promise.all([direct, proxied, named].map((node) => node.stop())))

interface Answered {
  status: number
  type: string
  text: string
}

/** `fetch` cannot set the Host header. */
function ask(
  node: TestNode,
  path: string,
  headers: OutgoingHttpHeaders,
  method = 'GET',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${node.url}${path}`, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, type: headers['content-type'] ?? '', text })
      })
    })
    sent.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ status: 101, type: '', text: '' })
    })
    sent.on('error', reject).end()
  })
}

const poll = '/live/poll?topics=feed&wait=0'
const machine = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))

const own = 'localhost LOCALHOST:3000 feed.localhost 127.0.0.1 127.8.8.8:1 [::1]:3000'
  .split(' ')
  .concat(hostname(), `${hostname().split('.')[0] ?? ''}.local:3000`, machine)
const foreign = [
  'evil.example evil.example:3000 localhost.evil.example evillocalhost 127.0.0.1.x 203.0.113.7',
  '[2001:db8::7] x@localhost localhost/x localhost:x localhost# <b> evil.example,localhost',
  'ⓛocalhost localhost\\x',
]
  .join(' ')
  .split(' ')

test.each(own)('%s is this machine', async (host) => {
  expect(await ask(direct, poll, { host })).toMatchObject({ status: 200 })
})

test.each(foreign)('[A3] "%s" is not', async (host) => {
  const headers = { host: Buffer.from(host).toString('latin1') }
  const live = await ask(direct, poll, headers)
  expect(live).toMatchObject({ status: 421, type: expect.stringContaining('json') as string })
  expect(live.text).toContain('PUBLIC_URL=')
  for (const path of ['/api/feed', '/api/auth/get-session', '/api/auth/ok']) {
    expect((await ask(direct, path, headers)).status).toBe(421)
  }
  const page = await ask(direct, '/', headers)
  expect(page).toMatchObject({ status: 421, type: expect.stringContaining('html') as string })
  expect(page.text).toContain('PUBLIC_URL=http')
  expect(page.text).not.toContain('<b>')
  expect((await ask(direct, '/healthz', headers)).status).toBe(200)
})

test('[A3] a name that leads here by somebody else can neither write nor listen', async () => {
  const headers = { host: 'evil.example', origin: 'http://evil.example' }
  expect((await ask(direct, '/live/commands', headers, 'POST')).status).toBe(421)
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
  }
  for (const path of ['/live/ws', '/live/drafts', '/_next/webpack-hmr']) {
    expect((await ask(direct, path, { ...headers, ...upgrade })).status).toBe(421)
  }
  expect((await ask(direct, '/live/ws', { ...upgrade, host: 'localhost' })).status).toBe(101)
})

test('what a proxy was asked for counts where proxies are believed, and only there', async () => {
  const passed = (host: string, by: string) => ({ host, 'x-forwarded-host': by })
  const status = async (node: TestNode, headers: OutgoingHttpHeaders): Promise<number> =>
    (await ask(node, poll, headers)).status
  expect(await status(proxied, passed('localhost', 'evil.example'))).toBe(421)
  expect(await status(proxied, passed('evil.example', 'localhost'))).toBe(421)
  expect(await status(proxied, passed('localhost', 'localhost, evil.example'))).toBe(421)
  expect(await status(proxied, passed('localhost', 'evil.example, localhost:8080'))).toBe(200)
  expect(await status(direct, passed('localhost', 'evil.example'))).toBe(200)
  expect(await status(direct, passed('evil.example', 'localhost'))).toBe(421)
  const origin = 'https://localhost:8443'
  const body = { ...passed('127.0.0.1:9', 'localhost:8443'), 'x-forwarded-proto': 'https', origin }
  expect(await ask(proxied, '/live/commands', body, 'POST')).not.toMatchObject({ status: 403 })
})

test('[A2] with PUBLIC_URL any Host may ask, and no other Origin than its own change anything', async () => {
  const host = 'balancer.internal'
  expect((await ask(named, poll, { host })).status).toBe(200)
  const changed = async (origin: string): Promise<number> =>
    (await ask(named, '/live/commands', { host, origin }, 'POST')).status
  expect(await changed(`http://${host}`)).toBe(403)
  expect(await changed('https://hubbub.example')).not.toBe(403)
})

test('[A2] a form of a page at another address is told the right one, and so is a page with scripts', async () => {
  const headers = { host: 'localhost:3000', origin: 'http://localhost:3000' }
  const plain = await ask(named, '/sign-in', headers, 'POST')
  expect(plain).toMatchObject({ status: 403, type: expect.stringContaining('html') as string })
  expect(plain.text).toContain('href="https://hubbub.example/sign-in"')
  expect(plain.text).toContain('from http://localhost:3000 was not taken')
  const scripted = await ask(named, '/sign-in', { ...headers, 'next-action': 'x' }, 'POST')
  expect(scripted).toMatchObject({ status: 403, type: 'text/plain' })
  expect(scripted.text).toContain('Hubbub is at https://hubbub.example: go on there.')
  const hostile = await ask(named, '/sign-in', { ...headers, origin: 'http://<b>' }, 'POST')
  expect(hostile.text).not.toContain('<b>')
  const words = new FormData()
  words.set('body', 'Kept <words>')
  const { body, headers: type } = new Request('http://x', { method: 'POST', body: words })
  const kept = await fetch(`${named.url}/sign-in`, {
    method: 'POST',
    headers: { origin: 'http://elsewhere', ...Object.fromEntries(type) },
    body: Buffer.from(await new Response(body).arrayBuffer()),
  })
  expect(await kept.text()).toContain('Kept &#60;words&#62;</textarea>')
  const proxy = { host: '127.0.0.1:3000', origin: 'https://hubbub.example' }
  const dropped = await ask(direct, '/sign-in', proxy, 'POST')
  expect(dropped).toMatchObject({ status: 403 })
  expect(dropped.text).toContain('sets PUBLIC_URL')
})

const elsewhere = [
  '//evil.example https:evil.example https:/evil.example https://evil.example/x /\\evil.example',
  '\\\\evil.example /%2fevil.example /%5cevil.example /\tx http://localhost@evil.example',
  'http://localhost.evil.example javascript:alert(1)',
]
  .join(' ')
  .split(' ')

test.each(elsewhere)('nobody is led to %s after signing in or out', async (url) => {
  const { handle, cookie } = await direct.signUp()
  const led = async (path: string, body: object, sent?: string): Promise<string> => {
    const response = await direct.request(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(sent ? { cookie: sent } : {}) },
      body: JSON.stringify(body),
    })
    return `${response.headers.get('location') ?? ''} ${await response.text()}`
  }
  const password = 'correct horse'
  const email = `${handle}@example.org`
  const answers = await Promise.all([
    led('/sign-in/username', { username: handle, password, callbackURL: url }),
    led('/sign-in/email', { email, password, callbackURL: url }),
    led('/request-password-reset', { email, redirectTo: url }),
    led('/send-verification-email', { email, callbackURL: url }, cookie),
    led('/sign-out', { callbackURL: url }, cookie),
  ])
  for (const answer of answers) expect(answer).not.toContain(url.slice(1))
  for (const path of ['/verify-email?token=x&', '/reset-password/x?', '/error?error=x&']) {
    const asked = `/api/auth${path}callbackURL=${encodeURIComponent(url)}`
    const evil = { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }
    const response = await direct.request(asked, { redirect: 'manual', headers: evil })
    expect(response.headers.get('location') ?? '').not.toMatch(/evil|javascript/)
  }
})
