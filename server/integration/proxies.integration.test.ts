// Behind nginx and Caddy, configured as in docs/operations.md: all four transports work.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mustHave } from '#scripts/ensure-packages.ts'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket, openSse } from './test-readers.ts'

const page = readFileSync('docs/operations.md', 'utf8')
const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, text = '']) => text)

let node: TestNode
let ada: Person
let folder: string
const running: ChildProcess[] = []

beforeAll(async () => {
  node = await startTestNode({ trustedProxies: 1 })
  ada = await node.signUp()
  folder = mkdtempSync(join(tmpdir(), 'hubbub-proxy-'))
})

afterAll(async () => {
  for (const child of running) child.kill()
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The documented configuration that contains `words`, with the test's address in it. */
function documented(words: string): string {
  const block = blocks.find((text) => text.includes(words))
  if (block === undefined) throw new Error(`docs/operations.md has no block with ${words}.`)
  return block.replaceAll('127.0.0.1:3000', new URL(node.url).host)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function start(program: string, args: string[]): void {
  running.push(spawn(program, args, { stdio: 'ignore', env: { ...process.env, HOME: folder } }))
}

/** The node as seen through the proxy, once that answers. */
async function through(port: number): Promise<TestNode> {
  const url = `http://127.0.0.1:${port}`
  const answers = async (): Promise<void> => expect((await fetch(`${url}/healthz`)).ok).toBe(true)
  await vi.waitFor(answers, 10_000)
  const request: TestNode['request'] = (path, init = {}, person) => {
    const headers = { origin: url, ...(person ? { cookie: person.cookie } : {}) }
    return fetch(`${url}${path}`, { ...init, headers })
  }
  return { ...node, url, request }
}

async function allTransportsWork(port: number): Promise<void> {
  const proxied = await through(port)
  const sse = await openSse(proxied, 'topics=feed')
  const socket = await openSocket(proxied, 'topics=feed', { person: ada })
  const hello = await sse.next(({ type }) => type === 'hello')
  await socket.next(({ type }) => type === 'hello')
  const since = String(hello.data['cursor'])
  const waiting = proxied.request(`/live/poll?topics=feed&since=${since}&wait=20`)
  const ref = `through-${port}`
  socket.say({ type: 'post', ref, body: `through a proxy at ${port}` })
  await socket.next(({ type }) => type === 'ack')
  await socket.next(({ type }) => type === 'post.created')
  await sse.next(({ type }) => type === 'post.created')
  const long = (await (await waiting).json()) as { events: { type: string }[] }
  expect(long.events.map(({ type }) => type)).toEqual(['post.created'])
  const short = await proxied.request(`/live/poll?topics=feed&since=${since}&wait=0`)
  expect(((await short.json()) as typeof long).events).toEqual(long.events)
  // The command once more, as a plain request: behind the proxy its Origin is still the site's.
  const body = JSON.stringify({ type: 'post', ref, body: `through a proxy at ${port}` })
  const again = await proxied.request('/live/commands', { method: 'POST', body }, ada)
  expect(await again.json()).toMatchObject({ type: 'ack', ref })
  sse.close()
  socket.close()
}

test.runIf(mustHave('nginx'))('all four transports pass nginx', async () => {
  expect.hasAssertions()
  const port = await freePort()
  const server = documented('proxy_pass').replace(
    'server {',
    `server {\n  listen 127.0.0.1:${port};`,
  )
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = paths.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
     events {} http { access_log off; ${temporary} ${server} }`,
  )
  start('/usr/sbin/nginx', ['-c', file, '-p', folder])
  await allTransportsWork(port)
})

test.runIf(mustHave('caddy'))('all four transports pass Caddy', async () => {
  expect.hasAssertions()
  const port = await freePort()
  const file = join(folder, 'Caddyfile')
  const site = documented('reverse_proxy').replace('hubbub.example', `http://127.0.0.1:${port}`)
  writeFileSync(file, `{\n  admin off\n}\n${site}`)
  start('/usr/bin/caddy', ['run', '--config', file, '--adapter', 'caddyfile'])
  await allTransportsWork(port)
})
