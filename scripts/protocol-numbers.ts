// The promises of docs/protocol.md have numbers, and each has a test whose title begins with it: what is missing is a problem.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Sources } from './folder-rules.ts'

export const promisesFile = 'docs/protocol.md'

const folders = ['e2e', 'features', 'live', 'platform', 'server']
const testFile = /\.(test|spec)\.tsx?$/
const number = /\[([A-Z]\d+)\]/g
/** Words in quotation marks that begin with numbers, as titles alone do. */
const title = /['"`]((?:\[[A-Z]\d+\] ?)+)/g
/** What comes before the title of a test that does not run. */
const idle = /\/\/[^\n]*$|\.(?:skip|todo)\(\s*$/

/** Every file of tests that may prove a promise, paths relative to the project's root. */
export function readTests(root: string): Sources {
  const sources: Sources = {}
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = posix.join(entry.parentPath.slice(root.length + 1), entry.name)
      if (testFile.test(path)) sources[path] = readFileSync(join(root, path), 'utf8')
    }
  }
  return sources
}

/** A sentence for each number that stands twice, has no test, or is none of the document's. */
export function numberProblems(document: string, tests: Sources): string[] {
  const promised = numbersIn(document)
  const known = new Set(promised)
  const proved = Object.entries(tests).flatMap(([path, text]) =>
    numbersInTitles(text).map((each) => ({ path, number: each })),
  )
  const tested = new Set(proved.map((each) => each.number))
  const twice = new Set(promised.filter((each, index) => promised.indexOf(each) !== index))
  return [
    ...(known.size === 0 ? [`${promisesFile} has no numbers, or they were not read.`] : []),
    ...[...twice].map((each) => `[${each}] stands in ${promisesFile} more than once.`),
    ...[...known]
      .filter((each) => !tested.has(each))
      .map((each) => `[${each}] of ${promisesFile} begins the title of no test.`),
    ...proved
      .filter((each) => !known.has(each.number))
      .map(
        (each) => `${each.path} has a test of [${each.number}], which is not in ${promisesFile}.`,
      ),
  ]
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(number)].flatMap(([, each]) => each ?? [])
}

function numbersInTitles(text: string): string[] {
  return [...text.matchAll(title)]
    .filter(({ index }) => !idle.test(text.slice(0, index)))
    .flatMap(([, numbers]) => numbersIn(numbers ?? ''))
}
