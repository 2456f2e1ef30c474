// Names and reactions through every entry point of a client: refused with a sentence, or stored in one form.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '#features/protocol.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterAll(() => node.stop())

async function signUpAs(name: string): Promise<{ status: number; text: string }> {
  const username = `n${Math.random().toString(36).slice(2, 10)}`
  const response = await fetch(`${node.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: node.url },
    body: JSON.stringify({
      name,
      username,
      email: `${username}@example.org`,
      password: 'correct horse',
    }),
  })
  return { status: response.status, text: await response.text() }
}

test.each(['\u200b', '\u202e', '\u2800', '\u3164 \u00ad'])(
  '[W3] nobody is called %j',
  async (name) => {
    const { status, text } = await signUpAs(name)
    expect(status).toBe(400)
    expect(text).toContain('is not a name that can be seen')
    expect(await node.command(ada, { type: 'editProfile', name, bio: '' })).toMatchObject({
      code: 'invalid',
      message: 'name: is not a name that can be seen',
    })
  },
)

test('[W1][W3] a name turns nothing, and is in one form', async () => {
  const { status, text } = await signUpAs('Zoe\u0308\u202e')
  expect(status).toBe(200)
  expect(text).toContain('"Zo\u00eb"')
})

test('[W5] two forms of an emoji are one reaction, and what is none is refused', async () => {
  const ack = async (command: object): Promise<Record<string, unknown>> => {
    const answer: Answer = await node.command(ada, command)
    if (answer.type === 'error') throw new Error(answer.message)
    return answer.result
  }
  const { own } = await ack({ type: 'createRoom', kind: 'public', name: 'Emoji' })
  const roomId = (own as { room: { id: string } }).room.id
  const { message } = await ack({ type: 'message', roomId, body: 'Well?' })
  const messageId = (message as { id: string }).id
  await ack({ type: 'react', messageId, emoji: '👍' })
  const { reactions } = await ack({ type: 'react', messageId, emoji: '👍\ufe0f' })
  expect(reactions).toEqual([{ emoji: '👍', userIds: [ada.id] }])
  for (const emoji of ['©', '🇦', `👍${'\u0301'.repeat(20)}`]) {
    await expect(ack({ type: 'react', messageId, emoji })).rejects.toThrow('is not one emoji')
  }
  expect((await ack({ type: 'unreact', messageId, emoji: '👍\ufe0f' }))['reactions']).toEqual([])
})
