// Who becomes the owner of a site, and who does not.
import { afterEach, expect, test } from 'vitest'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Config } from '#platform/config.ts'
import { Ownership } from './ownership.ts'
import { mayOperate } from './policy.ts'

const secret = 's'.repeat(32)
const day = 24 * 60 * 60 * 1000
let node: TestNode

async function start(overrides: Partial<Config> = {}): Promise<TestNode> {
  return (node = await startTestNode({ authSecret: secret, ...overrides }))
}
afterEach(() => node.stop())

/** A sign-up as a script sends it. */
async function signUp(handle: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await node.request('/api/auth/sign-up/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      email: `${handle}@example.org`,
      password: 'correct horse',
      name: handle,
      username: handle,
      role: 'owner',
    }),
  })
  const { user } = (await response.json()) as { user: { id: string } }
  return user.id
}

async function keyOf(ownership: Ownership): Promise<string> {
  return (await ownership.link())?.split('key=')[1] ?? ''
}

test('the first account is the owner where it is made on the machine itself, no later one', async () => {
  await start()
  const [first, second] = [await signUp('ada'), await signUp('ben')]
  expect(await mayOperate(node.db, first)).toBe(true)
  expect(await mayOperate(node.db, second)).toBe(false)
  expect(await new Ownership(node.db, secret).link()).toBeNull()
})

test.each([
  ['through a proxy', {}, { 'x-forwarded-for': '203.0.113.7' }],
  ['through a proxy that says nothing of whom', {}, { via: '1.1 somewhere' }],
  ['through a proxy that is trusted', { trustedProxies: 1 }, { 'x-forwarded-for': '127.0.0.1' }],
  ['as if it were local', {}, { 'x-forwarded-for': '203.0.113.7', 'x-hubbub-local': 'yes' }],
  [
    'at a public address',
    { publicUrl: 'https://hubbub.example' },
    { origin: 'https://hubbub.example' },
  ],
])('the first account is nobody where it is made %s', async (_, overrides, headers) => {
  await start(overrides)
  expect(await mayOperate(node.db, await signUp('ada', headers))).toBe(false)
})

test('a link makes one owner, in time, on every node, and no other', async () => {
  await start({ publicUrl: 'https://hubbub.example' })
  const { id: ada } = await node.db.user.create({ data: person('ada') })
  const { id: ben } = await node.db.user.create({ data: person('ben') })
  const [here, there] = [new Ownership(node.db, secret), new Ownership(node.db, secret)]
  const key = await keyOf(here)
  const now = Date.now()
  const [until = '', mark = ''] = key.split('.')
  const later = `${(parseInt(until, 36) + day).toString(36)}.${mark}`
  for (const wrong of ['', '.', 'x.y', until, `${until}.`, key.slice(0, -1), `${key}x`, later]) {
    expect(await there.claim(ada, wrong), wrong).toBe(false)
  }
  expect(await new Ownership(node.db, 'x'.repeat(32)).isOpen(key)).toBe(false)
  expect(await there.isOpen(key, now + day + 1000)).toBe(false)
  expect(await there.claim(ada, key, now + day + 1000)).toBe(false)
  expect(await there.isOpen(key)).toBe(true)
  const claimed = await Promise.all([there.claim(ada, key), here.claim(ben, key)])
  expect(claimed.filter(Boolean)).toHaveLength(1)
  expect(await there.isOpen(key)).toBe(false)
  expect(await here.claim(ben, key)).toBe(false)
  expect(await node.db.user.count({ where: { role: 'owner' } })).toBe(1)
})

function person(username: string) {
  return { email: `${username}@example.org`, username, name: username }
}
