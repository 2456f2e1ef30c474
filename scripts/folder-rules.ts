// Who may import whom: reads every import of every source file and holds it against one table.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { featureBreach } from './feature-rules.ts'

/** Path → contents, paths relative to the project's root. */
export type Sources = Record<string, string>

const generated = 'prisma/generated'

/**
 * What each folder may import besides itself; `*` is everything. The most specific name counts. Floors, from the top:
 * app, server, features, ui, live, platform: an import goes down.
 */
export const table: Record<string, string[]> = {
  platform: [generated],
  'platform/text': ['platform/errors'],
  'live/protocol': ['platform'],
  'live/server': ['live/protocol', 'platform', generated],
  'live/client': [
    'live/protocol',
    'platform/author',
    'platform/errors',
    'platform/text',
    'platform/transports',
  ],
  'live/react': ['live/client', 'live/protocol', 'platform/errors', 'platform/transports'],
  ui: [
    'live/client',
    'live/react',
    'live/protocol',
    'platform/author',
    'platform/errors',
    'platform/text',
    'platform/zone',
  ],
  features: ['ui', 'live', 'platform', generated],
  server: ['features', 'ui', 'live', 'platform', generated],
  app: ['server/site', 'features', 'ui', 'live', 'platform'],
  'server.ts': ['server', 'platform'],
  attack: ['*'],
  faults: ['*'],
  bench: ['*'],
  e2e: ['*'],
  scripts: ['*'],
}

const inBrowser = /^(?!next$|next\/|node:|pg$|pino$|sharp$|ws$|better-auth|@prisma\/)/
const onServer = /^(?!next$|next\/|react)/

/** Folders that may not use every package. Here too the most specific name counts. */
const packages: Record<string, RegExp> = {
  'live/protocol': /^zod$/,
  'live/client': inBrowser,
  'live/react': inBrowser,
  'live/server': onServer,
  platform: onServer,
  'platform/text': /^(zod$|@lezer\/)/,
  ui: /^(?!node:|pg$|pino$|sharp$|ws$|better-auth|@prisma\/)/,
}

/** What one file of the product does and no other. */
const owners: [what: RegExp, owner: string][] = [
  [/\bdb\.\$transaction\(/, 'platform/postgres/database.ts'],
  [/insert into "?events\b|\bevent\.create/i, 'live/server/log/append.ts'],
  [/\bglobalThis\b/, 'platform/shared.ts'],
  [/\bprocess\.env\b/, 'platform/config.ts'],
]
const owned = /^(app|features|live|platform|server|ui)\//

const folders = [
  'app',
  'attack',
  'faults',
  'bench',
  'e2e',
  'features',
  'live',
  'platform',
  'scripts',
  'server',
  'ui',
]
const planted = 'scripts/folder-rules.test.ts'
const vague = /(^|\/)(utils?|helpers?|lib|common|types|misc|shared)\//
const testFile = /\.test(?:-d)?\.tsx?$|\/test-[a-z-]+\.ts$|^e2e\//
const statement = /^[ \t]*(?:import|export)\b(?:[^'"`]*?\bfrom\b)?\s*['"]([^'"]+)['"]/gm
const dynamic = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g

/** Every source file of the project. */
export function readSources(root: string): Sources {
  const sources: Sources = {}
  const add = (path: string) => (sources[path] = readFileSync(join(root, path), 'utf8'))
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = posix.join(entry.parentPath.slice(root.length + 1), entry.name)
      if (path === planted || path.includes('/.next') || !entry.isFile()) continue
      if (/\.(tsx?|mjs)$/.test(path)) add(path)
    }
  }
  if (existsSync(join(root, 'server.ts'))) add('server.ts')
  return sources
}

/** How many source files each top folder has. */
export function countByFolder(sources: Sources): Record<string, number> {
  const counts = Object.fromEntries([...folders, 'server.ts'].map((folder) => [folder, 0]))
  for (const path of Object.keys(sources)) {
    const top = path.split('/')[0] ?? ''
    counts[top] = (counts[top] ?? 0) + 1
  }
  return counts
}

/** A sentence for each breach of the table. `exists` says whether an imported file is there. */
export function breaches(sources: Sources, exists: (path: string) => boolean): string[] {
  return Object.entries(sources).flatMap(([path, text]) => [
    ...(vague.test(path) ? [`${path}: a folder is named after what it is about.`] : []),
    ...ownersOf(path, text).map((owner) => `${path} does what ${owner} alone does.`),
    ...importsOf(text).flatMap((specifier) => breachOf(path, specifier, exists)),
  ])
}

export function importsOf(text: string): string[] {
  return [statement, dynamic].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, specifier]) => specifier ?? []),
  )
}

function ownersOf(path: string, text: string): string[] {
  if (testFile.test(path) || !owned.test(path)) return []
  return owners
    .filter(([what, owner]) => path !== owner && what.test(text))
    .map(([, owner]) => owner)
}

function breachOf(path: string, specifier: string, exists: (path: string) => boolean): string[] {
  const target = resolve(path, specifier)
  const isTest = testFile.test(path)
  if (target === null) {
    const allowed = packages[areaOf(path)]
    return isTest || allowed === undefined || allowed.test(specifier)
      ? []
      : [`${path} imports the package ${specifier}, which its folder may not use.`]
  }
  if (!exists(target)) return [`${path} imports ${specifier}, which is not there.`]
  if (isTest) return []
  // Benchmarks, attacks and faults have people who use a server, as tests do.
  if (testFile.test(target) && !['attack', 'bench', 'faults'].includes(areaOf(path))) {
    return [`${path} imports ${target}, which is for tests.`]
  }
  const from = areaOf(path)
  const allowed = [from, ...(table[from] ?? [])]
  const breach = featureBreach(path, target)
  if (breach !== null) return [breach]
  if (allowed.includes('*') || allowed.some((area) => within(target, area))) return []
  return [`${path} imports ${target}, but ${from} may import ${allowed.join(', ')} alone.`]
}

/** The imported file, or null for a package. */
export function resolve(path: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(dirname(path), specifier)
  if (!specifier.startsWith('#')) return null
  return specifier.replace(/^#prisma\//, 'prisma/generated/').replace(/^#/, '')
}

function areaOf(path: string): string {
  const areas = Object.keys(table).filter((area) => within(path, area))
  return areas.toSorted((a, b) => b.length - a.length)[0] ?? path
}

/** `platform/auth` holds auth.ts and the folder auth/. */
function within(path: string, area: string): boolean {
  return path === area || path.startsWith(`${area}/`) || path === `${area}.ts`
}
