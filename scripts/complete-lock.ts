// Adds to package-lock.json the other platforms' optional packages that npm left out, without which `npm ci` refuses the lock there.
// `--check` only says whether the lock is complete and free of addresses.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      libc: z.array(z.string()).optional(),
      dev: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

type Lock = z.infer<typeof lockSchema>
type Entry = Lock['packages'][string]

const platforms = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'sunos']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** The optional packages that the lock names and does not hold, as entries to add by their place. */
export function missingEntries(lock: Lock): Record<string, Entry> {
  const missing: Record<string, Entry> = {}
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (holds(lock, path, name)) continue
      missing[`node_modules/${name}`] = {
        version: range.replace(/^[~^]/, ''),
        ...(dev === true && { dev }),
        optional: true,
        ...platformOf(name),
      }
    }
  }
  return missing
}

/** The places in the lock that name the address which they were fetched from. */
export function addressed(lock: Lock): string[] {
  return Object.entries(lock.packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([path]) => path)
}

/** What npm would read in such a package's own manifest; by convention its name says it. */
export function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.slice(name.indexOf('/') + 1).split('-')
  const os = words.some((word) => word === 'win32' || word === 'windows')
    ? 'win32'
    : [...platforms, 'openharmony'].find((platform) => words.includes(platform))
  const cpu = processors.find((processor) => words.includes(processor))
  const last = words.at(-1) ?? ''
  const libc = last.startsWith('musl') ? 'musl' : last.startsWith('gnu') ? 'glibc' : undefined
  return {
    ...(os !== undefined && { os: [os] }),
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(os === 'linux' && libc !== undefined && { libc: [libc] }),
  }
}

/** Looks as Node does: in the package's own folder, then in each one above. */
function holds(lock: Lock, path: string, name: string): boolean {
  for (let from = path; ; from = from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0))) {
    if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in lock.packages) return true
    if (from === '') return false
  }
}

/** One sentence for each thing that is wrong with the lock at this path. */
export function problemsOf(file: string): string[] {
  const lock = readLock(file)
  const missing = Object.keys(missingEntries(lock)).length
  const addresses = addressed(lock).length
  return [
    ...(missing > 0
      ? [`${missing} optional packages of other platforms are missing: run \`npm run lock\`.`]
      : []),
    ...(addresses > 0
      ? [`${addresses} entries name a registry's address (\`resolved\`): run \`npm run lock\`.`]
      : []),
  ]
}

function readLock(file: string): Lock {
  return lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function complete(file: string): void {
  const lock = readLock(file)
  const missing = missingEntries(lock)
  for (const path of addressed(lock)) delete lock.packages[path]?.resolved
  // Node itself is built with glibc, and its packages do not say so: where there is none, the machine's own is taken.
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path.startsWith('node_modules/node-linux-')) entry.libc = ['glibc']
  }
  const [root, ...rest] = Object.entries({ ...lock.packages, ...missing })
  rest.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries(root === undefined ? rest : [root, ...rest])
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`package-lock.json: ${Object.keys(missing).length} entries added.`)
}

const [, script, ...flags] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const file = join(import.meta.dirname, '../package-lock.json')
  if (flags.includes('--check')) {
    const problems = problemsOf(file)
    for (const problem of problems) console.error(problem)
    process.exitCode = problems.length === 0 ? 0 : 1
  } else {
    complete(file)
  }
}
