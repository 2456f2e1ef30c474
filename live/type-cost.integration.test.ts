// Limits the type checker's work for thirty features. Counted in instantiations, as seconds differ between machines.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, runPart } from '../scripts/run-part.ts'

const engine = '../../live'
const features = 30
/** About a third above the current count: a type of quadratic cost in the features would take many times that. */
const ceiling = 600_000

function featureNamed(n: string): string {
  return `
const item${n} = z.object({ id: z.string(), text: z.string(), count: z.int() })
const feature${n} = defineFeature({
  name: '${n}',
  commands: {
    ${n}Add: { input: z.object({ text: z.string() }), result: z.object({ item: item${n} }) },
    ${n}Edit: { input: z.object({ id: z.string(), text: z.string() }), result: z.object({ item: item${n} }) },
    ${n}Count: { input: z.object({ id: z.string() }), result: z.object({ count: z.int() }) },
    ${n}Remove: { input: z.object({ id: z.string() }) },
  },
  events: {
    '${n}.added': { on: ['${n}s'], data: z.object({ item: item${n} }) },
    '${n}.edited': { on: ['${n}s', '${n}'], data: z.object({ item: item${n} }) },
    '${n}.counted': { on: ['${n}s', '${n}'], data: z.object({ id: z.string(), count: z.int() }), latest: 'id' },
    '${n}.removed': { on: ['${n}s', '${n}'], data: z.object({ id: z.string() }) },
  },
  topics: {
    ${n}s: { snapshot: z.object({ items: z.array(item${n}) }) },
    ${n}: { id: z.string(), snapshot: z.object({ item: item${n} }) },
  },
})
const server${n} = serverFor<typeof database>()(feature${n}, {
  commands: {
    ${n}Add: { run: async ({ input, publish }) => {
      const item = { id: '1', text: input.text, count: 0 }
      publish('${n}s', '${n}.added', { item })
      return { item }
    } },
    ${n}Edit: { run: async ({ input, publish }) => {
      const item = { ...input, count: 0 }
      publish(\`${n}:\${input.id}\`, '${n}.edited', { item })
      return { item }
    } },
    ${n}Count: { run: async ({ input, publish }) => {
      publish('${n}s', '${n}.counted', { id: input.id, count: 1 })
      return { count: 1 }
    } },
    ${n}Remove: { run: async ({ input, publish }) => { publish('${n}s', '${n}.removed', { id: input.id }) } },
  },
  topics: {
    ${n}s: { mayFollow: () => true, snapshot: async () => ({ items: [] }) },
    ${n}: { mayFollow: ({ ids }) => new Set(ids), snapshot: async ({ id }) => ({ item: { id, text: '', count: 0 } }) },
  },
})
const client${n} = defineClient(feature${n}, {
  state: { items: [] as readonly z.infer<typeof item${n}>[] },
  restore: { ${n}s: (_, { items }) => ({ items }), ${n}: (state) => state },
  reduce: {
    '${n}.added': ({ items }, { item }) => ({ items: [...items, item] }),
    '${n}.edited': (state) => state,
    '${n}.counted': (state) => state,
    '${n}.removed': ({ items }, { id }) => ({ items: items.filter((each) => each.id !== id) }),
  },
  optimistic: { ${n}Remove: ({ items }, { id }) => ({ items: items.filter((each) => each.id !== id) }) },
})
`
}

test('thirty features stay below a ceiling of instantiations', async () => {
  // Inside the project, so that its packages and the engine can be resolved.
  mkdirSync(join(root, 'test-results'), { recursive: true })
  const folder = mkdtempSync(join(root, 'test-results/types-'))
  try {
    const names = Array.from({ length: features }, (_, index) => `noun${index}`)
    const list = (prefix: string) => names.map((name) => `${prefix}${name}`).join(', ')
    writeFileSync(
      join(folder, 'all.ts'),
      `import { z } from 'zod'
import { defineFeature } from '${engine}/protocol.ts'
import { createLive, pgDatabase, serverFor } from '${engine}/server.ts'
import { createClient, defineClient } from '${engine}/react.ts'
import { Pool } from 'pg'
const database = pgDatabase(new Pool())
${names.map((name) => featureNamed(name)).join('')}
export const live = createLive({ features: [${list('server')}], database })
export const { useTopic, useCommand, useHere } = createClient({ features: [${list('client')}] })
export const likes = () => useCommand('noun7Count')
`,
    )
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: { incremental: false, plugins: [] },
      files: ['all.ts'],
      include: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { ok, output } = await runPart({
      program: ['typescript', 'bin/tsc'],
      args: ['-p', folder, '--noEmit', '--extendedDiagnostics'],
      limitMs: 120_000,
      quiet: true,
    })
    expect(ok, output).toBe(true)
    const [, counted] = /^Instantiations:\s+(\d+)/m.exec(output) ?? []
    console.log(`${features} features: ${counted} instantiations`)
    expect(Number(counted)).toBeGreaterThan(10_000)
    expect(Number(counted)).toBeLessThan(ceiling)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 150_000)
