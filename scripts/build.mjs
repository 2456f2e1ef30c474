// Makes what `npm start` needs: the database client and the pages. Builds again only when a source changed.
import './current-node.mjs'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import { folderOf, isComplete, keepBuild, root, takeBuild } from './builds.mjs'

const generated = join(root, 'prisma/generated')
const clientStamp = join(generated, 'schema.sha256')
const sources = [
  'app',
  'features',
  'live',
  'platform',
  'public',
  'server',
  'ui',
  'prisma/schema.prisma',
  'scripts/build.mjs',
  'scripts/builds.mjs',
  'instrumentation-client.ts',
  'next.config.js',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'server.ts',
  'tsconfig.json',
]

/** Generates the database client when it is missing or older than the schema. */
export async function ensureClient() {
  const wanted = fingerprint(['prisma/schema.prisma'])
  if (existsSync(join(generated, 'client.ts')) && recorded() === wanted) return
  console.log('Generating the database client …')
  await runScript(join(root, 'scripts/generate.ts'))
  writeFileSync(clientStamp, wanted)
}

/**
 * The folder of the build of these very sources, under the root; makes it where there is none. It is made aside and then
 * moved to its place, so that servers of earlier builds go on undisturbed, and a build that fails leaves them as they are.
 */
export async function ensureBuild() {
  await ensureClient()
  const key = givenKey()
  const print = fingerprint(sources, key)
  const folder = folderOf(print.slice(0, 16))
  if (!isComplete(folder)) {
    console.log('Building; this takes half a minute to two and happens only after a change …')
    await run('next', 'dist/bin/next', ['build'], {
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key || keptKey(),
      NEXT_DIST_DIR: '.next',
    })
    if (fingerprint(sources, key) !== print) fail('The sources changed while they were built.', 1)
    keepBuild(folder)
  }
  takeBuild(folder)
  return folder
}

const variables = existsSync(join(root, '.env'))
  ? parseEnv(readFileSync(join(root, '.env'), 'utf8'))
  : {}

function variable(name) {
  return process.env[name] || variables[name] || ''
}

/** What names the server actions, where the environment says it; else ''. */
function givenKey() {
  return variable('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY')
}

/** Else it is made and kept, so that a page of an earlier build can still send what was written in it. */
function keptKey() {
  const folder = resolve(root, variable('DATA_DIR') || 'data')
  const file = join(folder, 'actions.key')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}

/** A hash over the names and contents of these files, and of all files in these folders but tests. */
function fingerprint(paths, key = '') {
  const hash = createHash('sha256').update(key)
  for (const path of paths.flatMap((path) => filesOf(path))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesOf(path) {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  let entries
  try {
    entries = readdirSync(absolute, { withFileTypes: true })
  } catch {
    return [path]
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !/\.test\.tsx?$/.test(name))
    .flatMap(({ name }) => filesOf(`${path}/${name}`))
}

function recorded() {
  return existsSync(clientStamp) ? readFileSync(clientStamp, 'utf8') : null
}

/** Runs a package's program with this very Node; works without a shell and without node_modules/.bin. */
export function run(name, program, args, env = {}) {
  return runScript(programOf(name, program), args, env)
}

async function runScript(script, args = [], env = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  const forward = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward)
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)))
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward)
  if (code !== 0) fail(`${[script, ...args].join(' ')} failed (see above).`, code)
}

function programOf(name, program) {
  const path = join(root, 'node_modules', name, program)
  return existsSync(path) ? path : missing(name)
}

function missing(name) {
  const why = existsSync(join(root, 'node_modules/next'))
    ? `${name} is not installed, and building needs it: run \`npm ci --include=dev\`.`
    : 'The dependencies are not installed: run `npm ci` first.'
  fail(why, 1)
}

function fail(sentence, code) {
  console.error(sentence)
  process.exit(code)
}

const [, script] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  console.log(`Built: ${await ensureBuild()}/`)
}
