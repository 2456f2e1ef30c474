// What docs/engine.md shows is what the examples are.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const shown = [
  ...read('docs/engine.md').matchAll(/```tsx?\n\/\/ (examples\/\S+)\n([^]*?)\n```/g),
].map(([, path = '', code = '']) => [path, code] as const)

test('the tweet is shown whole', () => expect(shown.length).toBe(6))

test.each(shown)('%s stands in the docs as it is', (path, code) => {
  expect(`${code}\n`).toBe(read(path))
})

test('it is short: fewer than 120 lines that an app of its own writes', () => {
  const own = ['tweet.ts', 'live.ts', 'prisma.ts', 'server.ts', 'prisma/schema.prisma']
  const app = ['actions.ts', 'layout.tsx', 'page.tsx', 'tweet.tsx'].map((name) => `app/${name}`)
  const lines = [...own, ...app].flatMap((name) => read(`examples/tweet/${name}`).split('\n'))
  expect(lines.filter((line) => line.trim() !== '').length).toBeLessThan(120)
})
