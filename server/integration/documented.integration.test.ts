// Runs the examples of docs/protocol.md as they are written there.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mustHave } from '#scripts/ensure-packages.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/protocol.md'), 'utf8').split('## Examples')[1] ?? ''
const examples = [...text.matchAll(/```(sh|js)\n([\s\S]*?)```/g)].map(
  ([, language, code = '']) => ({
    language,
    code,
  }),
)

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp('ada')
  await node.signUp('bot')
})
afterAll(() => node.stop())

function run(language: 'sh' | 'js', index: number): { child: ChildProcess; said: () => string } {
  const code = examples.filter((each) => each.language === language)[index]?.code ?? ''
  const here = code.replaceAll('localhost:3000', new URL(node.url).host)
  const [program, ...args] =
    language === 'sh'
      ? ['/bin/sh', '-c', `exec ${here}`]
      : [process.execPath, '--input-type=module', '-e', here]
  const child = spawn(program ?? '', args, {
    cwd: root,
    env: { ...process.env, BOT: 'bot', BOT_PASSWORD: 'correct horse' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout?.on('data', (chunk) => (out += String(chunk)))
  return { child, said: () => out }
}

test('the first bot is as short as is said', () => {
  const [bot] = examples.filter(({ language }) => language === 'js')
  expect(bot?.code.trim().split('\n')).toHaveLength(10)
})

async function connections(): Promise<number> {
  const health = (await (await node.request('/healthz')).json()) as { connections: number }
  return health.connections
}

test.runIf(mustHave('curl'))('curl shows a post as it is written', async () => {
  const { child, said } = run('sh', 0)
  await vi.waitFor(() => expect(said()).toContain('event: hello'), 10_000)
  const postId = await writePost(node, ada, 'for curl')
  await vi.waitFor(() => expect(said()).toContain(postId), 10_000)
  child.kill()
})

test.each([
  ['with the package ws', 0],
  ['with the client library', 1],
])('[A1] a bot %s likes each new post', async (_, index) => {
  const { child } = run('js', index)
  await vi.waitFor(async () => expect(await connections()).toBe(1), 10_000)
  const postId = await writePost(node, ada, `for bot ${index}`)
  await vi.waitFor(
    async () => expect(await node.db.like.count({ where: { postId } })).toBe(1),
    10_000,
  )
  child.kill()
  await vi.waitFor(async () => expect(await connections()).toBe(0), 10_000)
})
