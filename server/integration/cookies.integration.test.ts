// The session's cookie: only the one that was verified counts, among others of the same or a similar name.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'

let node: TestNode

const origin = 'https://hubbub.example'

beforeAll(async () => {
  node = await startTestNode({ publicUrl: origin, trustedProxies: 1 })
})
afterAll(() => node.stop())

async function signUp(): Promise<string> {
  const response = await fetch(`${node.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
    body: JSON.stringify({
      email: 'ada@example.org',
      password: 'correct horse',
      name: 'Ada',
      username: 'ada',
    }),
  })
  expect(response.status, await response.clone().text()).toBe(200)
  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-hubbub\.session_token=/)
  expect(cookie).toContain('Secure')
  expect(cookie).toContain('HttpOnly')
  expect(cookie).not.toMatch(/domain=/i)
  return cookie.split(';')[0] ?? ''
}

async function isSignedIn(cookie: string): Promise<boolean> {
  const answer = await fetch(`${node.url}/live/commands`, {
    method: 'POST',
    headers: { origin, cookie },
    body: JSON.stringify({ type: 'post', ref: crypto.randomUUID(), body: 'hello' }),
  })
  return answer.status === 200
}

test('[A1] a cookie that somebody puts beside a valid one is not taken for it afterwards', async () => {
  const cookie = await signUp()
  const value = cookie.split('=').slice(1).join('=')
  expect(await isSignedIn(cookie)).toBe(true)
  for (const planted of [
    'hubbub.session_token=X',
    '__Secure-hubbub.session_token=X',
    'x__Host-hubbub.session_token=X',
    '__host-hubbub.session_token=X',
  ]) {
    await isSignedIn(`${planted}; ${cookie}`)
    await isSignedIn(`${cookie}; ${planted}`)
    expect(await isSignedIn(planted), planted).toBe(false)
  }
  // Of two with the same name the first one counts, and is verified itself.
  expect(await isSignedIn(`__Host-hubbub.session_token=X; ${cookie}`)).toBe(false)
  expect(await isSignedIn('__Host-hubbub.session_token=X')).toBe(false)
  // Without the `__Host-` prefix it is another cookie.
  expect(await isSignedIn(`hubbub.session_token=${value}`)).toBe(false)
})
