// Tests of sign-up and sign-in over HTTP: password rules, limits on guessing, and that answers do not reveal accounts.
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'

let open: TestNode
let limited: TestNode

beforeAll(async () => {
  ;[open, limited] = await Promise.all([
    startTestNode(),
    startTestNode({ rateLimit: true, trustedProxies: 1 }),
  ])
})
afterAll(() => Promise.all([open.stop(), limited.stop()]))

interface Answered {
  status: number
  code: string
  message: string
}

async function send(
  node: TestNode,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await node.request(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const { code = '', message = '' } = (await response.json()) as Partial<Answered>
  return { status: response.status, code, message }
}

const from = (address: string) => ({ 'x-forwarded-for': address })
const account = (username: string, password: string) => ({
  username,
  password,
  name: username,
  email: `${username}@example.org`,
})

test.each([
  'short',
  '123456789',
  'qwertyuiop',
  'Marabelle_99',
  'marabelle_99@example.org',
  'hubbub hub',
])('the password "%s" is not taken, at sign-up or later', async (password) => {
  const refused = await send(open, '/sign-up/email', account('marabelle_99', password))
  expect(refused).toMatchObject({ status: 400, code: 'PASSWORD_TOO_WEAK' })
  const { handle, cookie } = await open.signUp()
  const changed = { currentPassword: 'correct horse', newPassword: password }
  const own = { ...changed, newPassword: password.replace(/marabelle_99/i, handle) }
  expect(await send(open, '/change-password', own, { cookie })).toMatchObject({
    status: 400,
    code: 'PASSWORD_TOO_WEAK',
  })
})

test('a shorter password of before still opens its account', async () => {
  const { id, handle } = await open.signUp()
  await open.db.account.updateMany({
    where: { userId: id },
    data: { password: await hashPassword('8letters') },
  })
  const body = { username: handle, password: '8letters' }
  expect((await send(open, '/sign-in/username', body)).status).toBe(200)
})

test('one address cannot go on guessing one account, by either name of it, and others are not held up', async () => {
  await send(limited, '/sign-up/email', account('ada', 'correct horse'), from('203.0.113.1'))
  const guess = (password: string, address: string, by: 'email' | 'username') =>
    send(
      limited,
      `/sign-in/${by}`,
      { password, [by]: by === 'email' ? 'Ada@example.org' : 'ADA' },
      from(address),
    )
  const tried = []
  for (let nth = 0; nth < 8; nth += 1) {
    const by = nth % 2 === 0 ? 'email' : 'username'
    tried.push((await guess(`wrong horse ${nth}`, '203.0.113.2', by)).status)
  }
  expect(tried).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
  expect(await guess('correct horse', '203.0.113.2', 'email')).toMatchObject({
    status: 429,
    message: expect.stringMatching(/Wait \d+ seconds/) as string,
  })
  expect((await guess('correct horse', '203.0.113.3', 'email')).status).toBe(200)
  expect((await guess('correct horse', '203.0.113.1', 'username')).status).toBe(200)
})

test('many addresses cannot guess one account, whether it is there or not; its owner comes in', async () => {
  await send(limited, '/sign-up/email', account('ben', 'correct horse'), from('203.0.113.1'))
  const guesses = async (username: string): Promise<Answered[]> => {
    const answers: Answered[] = []
    for (let nth = 1; nth <= 23; nth += 1) {
      const body = { username, password: 'wrong horse' }
      answers.push(await send(limited, '/sign-in/username', body, from(`198.51.100.${nth}`)))
    }
    return answers
  }
  const of = await guesses('ben')
  expect(of.map(({ status }) => status)).toEqual([...Array(21).fill(401), 429, 429])
  const right = { username: 'ben', password: 'correct horse' }
  const fresh = await send(limited, '/sign-in/username', right, from('198.51.100.99'))
  expect(fresh.status).toBe(429)
  const known = await send(limited, '/sign-in/username', right, from('203.0.113.1'))
  expect(known.status).toBe(200)
  const ofNobody = await guesses('nobody')
  expect(ofNobody.map(({ status, code }) => [status, code])).toEqual(
    of.map(({ status, code }) => [status, code]),
  )
})

test('no answer tells whether an address has an account', async () => {
  const { handle } = await open.signUp()
  const [known, unknown] = [`${handle}@example.org`, 'nobody@example.org']
  const password = 'wrong horse'
  const bodies: [string, (email: string) => object][] = [
    ['/sign-in/email', (email) => ({ email, password })],
    ['/sign-in/email', (email) => ({ email, password: 'x' })],
    ['/request-password-reset', (email) => ({ email, redirectTo: '/' })],
    ['/send-verification-email', (email) => ({ email, callbackURL: '/' })],
    // A sign-up with a taken handle creates no account: its answer must not reveal the address either.
    ['/sign-up/email', (email) => ({ ...account(handle, 'correct horse'), email })],
    ['/sign-up/email', (email) => ({ ...account('never', 'short'), email })],
  ]
  for (const [path, body] of bodies) {
    expect(await send(open, path, body(known)), path).toEqual(await send(open, path, body(unknown)))
  }
  expect(await send(open, '/sign-in/username', { username: handle, password })).toEqual(
    await send(open, '/sign-in/username', { username: 'nobody_here', password }),
  )
})

test('a sign-up with an address that is taken says no more than that no account was made', async () => {
  const { handle } = await open.signUp()
  const body = { ...account(`x${handle}`, 'correct horse'), email: `${handle}@EXAMPLE.org` }
  const answer = await send(open, '/sign-up/email', body)
  expect(answer).toMatchObject({ status: 422, code: 'ACCOUNT_NOT_CREATED' })
  expect(answer.message).not.toMatch(/exist|taken|already has/i)
  expect(await open.db.user.count({ where: { username: `x${handle}` } })).toBe(0)
})
