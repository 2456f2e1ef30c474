// Every promise of the protocol has a test, and the detector that says so can be believed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { numberProblems, promisesFile, readTests } from './protocol-numbers.ts'

const root = join(import.meta.dirname, '..')

test('each promise has a test, and each number in a title is one of the document', () => {
  const document = readFileSync(join(root, promisesFile), 'utf8')
  expect(numberProblems(document, readTests(root))).toEqual([])
})

const document = 'A feed. [L1] It comes. [L2] All of it does: `{"posts": [POST…]}`.\n| [T1] SSE |'
const tests = {
  'server/a.test.ts': `test('[L1][T1] it comes', () => {})`,
  'e2e/b.spec.ts': 'test.each([1])(\n  `[L2] all %d`,\n  () => {},\n)',
}

test('where all is as it should be nothing is said', () => {
  expect(numberProblems(document, tests)).toEqual([])
})

test.each([
  ['a number twice', `${document} [L1] again`, tests, '[L1] stands in'],
  ['a number without a test', `${document} [L3] more`, tests, '[L3] of'],
  ['a number of no promise', document, { ...tests, 'c.test.ts': `it("[L9] x")` }, 'c.test.ts has'],
  [
    'the second number of a title',
    document,
    { ...tests, 'c.test.ts': `it('[L1] [X1] x')` },
    '[X1]',
  ],
  [
    'a test that is left out',
    document,
    { ...tests, 'e2e/b.spec.ts': `test.skip('[L2] x')` },
    '[L2]',
  ],
  ['a test in a comment', document, { ...tests, 'e2e/b.spec.ts': `// test('[L2] x')` }, '[L2]'],
  [
    'a number elsewhere in a title',
    document,
    { ...tests, 'e2e/b.spec.ts': `it('x [L2]')` },
    '[L2]',
  ],
  ['a document without numbers', 'Words.', {}, 'no numbers'],
])('%s is found', (_name, text, sources, words) => {
  const problems = numberProblems(text, sources)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(words)
})
