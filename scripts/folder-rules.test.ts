// The folder rules hold, and the detector that says so can be believed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breaches, countByFolder, importsOf, readSources } from './folder-rules.ts'

const root = join(import.meta.dirname, '..')
const sources = readSources(root)

test('every top folder was read', () => {
  for (const [folder, count] of Object.entries(countByFolder(sources))) {
    expect(count, folder).toBeGreaterThan(0)
  }
})

test('its imports were read: a project without any has a broken reader', () => {
  expect(Object.values(sources).flatMap((text) => importsOf(text)).length).toBeGreaterThan(100)
})

test('no file imports what its folder may not', () => {
  expect(breaches(sources, (path) => existsSync(join(root, path)))).toEqual([])
})

describe('a planted breach is found', () => {
  test.each([
    ['protocol/x.ts', `import pg from 'pg'`],
    ['protocol/x.ts', `import { a } from '#server/log/log.ts'`],
    ['server/platform/x.ts', `import type { Log } from '../log/log.ts'`],
    ['server/log/x.ts', `export { like } from '../domain/commands/like.ts'`],
    ['server/domain/x.ts', `import {\n  hub,\n} from '#server/live/hub.ts'`],
    ['server/domain/x.ts', `import { headers } from 'next/headers'`],
    ['server/domain/commands/x.ts', `const hub = await import('../../live/hub.ts')`],
    ['server/live/x.tsx', `import { Post } from '#components/post/post.tsx'`],
    ['server/live/x.ts', `import '../platform/postgres/test-database.ts'`],
    ['client/x.ts', `import { readFile } from 'node:fs/promises'`],
    ['client/x.ts', `type A = import('../components/a.tsx').A`],
    ['components/x.tsx', `import { site } from '#server/domain/site.ts'`],
    ['app/page.tsx', `import { readConfig } from '#server/platform/config.ts'`],
    ['app/page.tsx', `import { hub } from '#server/live/hub.ts'`],
    ['app/page.tsx', `import { find } from '../scripts/find-browser.ts'`],
    ['server.ts', `import Page from './app/page.tsx'`],
    ['client/utils/x.ts', ``],
    ['server/live/x.ts', `await db.$transaction([])`],
    ['server/domain/x.ts', 'await db.$executeRaw`INSERT INTO events VALUES (1)`'],
    ['server/domain/x.ts', `globalThis.hub = hub`],
    ['app/x.ts', `const { PORT } = process.env`],
  ])('%s: %s', (path, text) => {
    expect(breaches({ [path]: text }, () => true)).toHaveLength(1)
  })

  test('an import of a file that is not there', () => {
    const planted = { 'client/x.ts': `import { a } from './gone.ts'` }
    expect(breaches(planted, () => false)).toEqual([
      'client/x.ts imports ./gone.ts, which is not there.',
    ])
  })
})

describe('what the table allows is left alone', () => {
  test.each([
    ['protocol/x.ts', `import { z } from 'zod'\nimport './cursor.ts'`],
    ['server/domain/x.ts', `import { append } from '../log/append.ts'`],
    ['server/log/x.ts', `import type { Prisma } from '#prisma/client.ts'`],
    ['app/page.tsx', `import { site } from '#server/domain/site.ts'\nimport Link from 'next/link'`],
    ['app/page.tsx', `import type { SignedIn } from '#server/platform/auth.ts'`],
    ['server.ts', `import next from 'next'\nimport { hub } from './server/live/hub.ts'`],
    ['client/x.test.ts', `import { hub } from '#server/live/hub.ts'`],
    ['bench/x.ts', `import { hub } from '#server/live/hub.ts'`],
  ])('%s: %s', (path, text) => {
    expect(breaches({ [path]: text }, () => true)).toEqual([])
  })
})
