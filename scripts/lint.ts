// `npm run lint`: every check that reads the code without running it. With names as arguments: those alone.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { problemsOf } from './complete-lock.ts'
import { breaches, countByFolder, readSources } from './folder-rules.ts'
import { circles } from './import-circles.ts'
import { numberProblems, promisesFile, readTests } from './protocol-numbers.ts'
import { root, runPart } from './run-part.ts'
import type { Outcome, Part } from './run-part.ts'

interface Check {
  name: string
  run(): Promise<Outcome>
}

const checks: Check[] = [
  { name: 'rules', run: () => typed(['oxlint', 'bin/oxlint']) },
  { name: 'format', run: () => tool(['oxfmt', 'bin/oxfmt'], '--check') },
  { name: 'types', run: () => typed(['typescript', 'bin/tsc'], '--noEmit') },
  { name: 'folders', run: () => sentences(folderProblems()) },
  { name: 'protocol', run: () => sentences(promiseProblems()) },
  { name: 'lock', run: () => sentences(problemsOf(join(root, 'package-lock.json'))) },
  {
    name: 'unused',
    run: () => tool(['knip', 'bin/knip.js'], '--no-progress', '--no-config-hints'),
  },
]

/** Runs these checks (all, when none is named); how many passed and failed. */
export async function lint(names: string[] = []): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 }
  for (const { name, run } of checks) {
    if (names.length > 0 && !names.includes(name)) continue
    const began = performance.now()
    const { ok, output } = await run()
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`)
    if (!ok) console.log(output.trimEnd())
    counts[ok ? 'passed' : 'failed'] += 1
  }
  return counts
}

let generated: Promise<Outcome> | null = null

/** A check that knows the types: it needs what is generated, the database client and the routes' types. */
async function typed(program: Part['program'], ...args: string[]): Promise<Outcome> {
  generated ??= runPart(part('scripts/prepare-types.mjs'))
  const generate = await generated
  return generate.ok ? tool(program, ...args) : generate
}

function folderProblems(): string[] {
  const sources = readSources(root)
  const empty = Object.entries(countByFolder(sources)).filter(([, count]) => count === 0)
  return [
    ...empty.map(([folder]) => `${folder} has no source files, or they were not read.`),
    ...breaches(sources, (path) => existsSync(join(root, path))),
    ...circles(sources),
  ]
}

function promiseProblems(): string[] {
  return numberProblems(readFileSync(join(root, promisesFile), 'utf8'), readTests(root))
}

function tool(program: Part['program'], ...args: string[]): Promise<Outcome> {
  return runPart(part(program, ...args))
}

function part(program: Part['program'], ...args: string[]): Part {
  return { program, args, limitMs: 180_000, quiet: true }
}

function sentences(problems: string[]): Promise<Outcome> {
  return Promise.resolve({ ok: problems.length === 0, output: problems.join('\n') })
}

const [, script, ...names] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const { failed } = await lint(names)
  process.exitCode = failed === 0 ? 0 : 1
}
