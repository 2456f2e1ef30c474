// The folder rules hold, and the detector that says so can be believed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { standsOn } from './feature-rules.ts'
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

test('every feature is in the list, behind what it stands on', () => {
  const found = Object.keys(sources).flatMap((path) => /^features\/([^/]+)\//.exec(path)?.[1] ?? [])
  expect(Object.keys(standsOn).toSorted()).toEqual([...new Set(found)].toSorted())
  for (const [index, [name, stands]] of Object.entries(standsOn).entries()) {
    const before = Object.keys(standsOn).slice(0, index)
    expect(before, name).toEqual(expect.arrayContaining([...stands]))
  }
})

describe('a planted breach is found', () => {
  test.each([
    ['live/protocol/x.ts', `import pg from 'pg'`],
    ['live/protocol/x.ts', `import { a } from '../server/log/log.ts'`],
    ['platform/x.ts', `import type { Log } from '#live/server/log/log.ts'`],
    ['live/server/log/x.ts', `export { like } from '#features/likes/commands.ts'`],
    ['live/client/x.ts', `import {\n  hub,\n} from '../server/hub.ts'`],
    ['live/server/x.ts', `import { headers } from 'next/headers'`],
    ['live/server/x.ts', `const site = await import('#server/site.ts')`],
    ['live/server/x.tsx', `import { Post } from '#features/posts/ui/post-card.tsx'`],
    ['live/server/x.ts', `import '#platform/postgres/test-database.ts'`],
    ['live/client/x.ts', `import { readFile } from 'node:fs/promises'`],
    ['live/client/x.ts', `type A = import('#ui/avatar.tsx').A`],
    ['ui/x.tsx', `import { readConfig } from '#platform/config.ts'`],
    ['features/posts/ui/x.tsx', `import { site } from '#server/site.ts'`],
    ['features/posts/x.ts', `import { likes } from '#features/likes/protocol.ts'`],
    ['features/likes/x.ts', `import { readFeed } from '#features/posts/queries.ts'`],
    ['features/rooms/ui/x.tsx', `import { Visit } from '#features/inboxes/ui/visit.tsx'`],
    ['features/posts/x.ts', `import { readPostMarks } from '#features/post-marks.ts'`],
    ['features/likes/ui/x.tsx', `import { counted } from '#features/posts/hooks.ts'`],
    ['features/likes/commands.ts', `import { Post } from '#features/posts/ui/post-card.tsx'`],
    ['features/polls/x.ts', `import { posts } from '#features/posts/protocol.ts'`],
    ['app/page.tsx', `import { startNode } from '#server/node.ts'`],
    ['app/page.tsx', `import { find } from '../scripts/find-browser.ts'`],
    ['server.ts', `import Page from './app/page.tsx'`],
    ['live/utils/x.ts', ``],
    ['live/server/x.ts', `await db.$transaction([])`],
    ['features/posts/x.ts', 'await db.$executeRaw`INSERT INTO events VALUES (1)`'],
    ['features/posts/x.ts', `globalThis.hub = hub`],
    ['app/x.ts', `const { PORT } = process.env`],
  ])('%s: %s', (path, text) => {
    expect(breaches({ [path]: text }, () => true)).toHaveLength(1)
  })

  test('an import of a file that is not there', () => {
    const planted = { 'ui/x.ts': `import { a } from './gone.ts'` }
    expect(breaches(planted, () => false)).toEqual([
      'ui/x.ts imports ./gone.ts, which is not there.',
    ])
  })
})

describe('what the table allows is left alone', () => {
  test.each([
    ['live/protocol/x.ts', `import { z } from 'zod'\nimport './cursor.ts'`],
    ['features/posts/x.ts', `import { append } from '#live/server/log/append.ts'`],
    ['features/likes/x.ts', `import { counted } from '#features/posts/hooks.ts'`],
    ['features/server.ts', `import { postsServer } from './posts/server.ts'`],
    ['live/server/log/x.ts', `import type { Prisma } from '#prisma/client.ts'`],
    ['app/page.tsx', `import { site } from '#server/site.ts'\nimport Link from 'next/link'`],
    ['app/page.tsx', `import type { SignedIn } from '#platform/auth.ts'`],
    ['server/node.ts', `import next from 'next'\nimport { hub } from '#live/server/hub.ts'`],
    ['live/client/x.test.ts', `import { hub } from '#live/server/hub.ts'`],
    ['bench/x.ts', `import { hub } from '#live/server/hub.ts'`],
  ])('%s: %s', (path, text) => {
    expect(breaches({ [path]: text }, () => true)).toEqual([])
  })
})
