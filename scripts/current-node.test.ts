import { expect, test } from 'vitest'
import { problemOf } from './current-node.mjs'

test.each(['24.12.0', '24.21.0', '25.0.0', '26.10.0', '100.0.0'])('Node %s runs it', (version) => {
  expect(problemOf(version)).toBeNull()
})

test.each(['18.20.4', '20.19.0', '20.20.2', '22.18.0', '24.11.1'])(
  'of Node %s one sentence says what to do',
  (version) => {
    const sentence = problemOf(version) ?? ''
    expect(sentence).toContain(version)
    expect(sentence).toMatch(/^[^\n]*Node\.js 24\.12 or later[^\n]*\.$/)
  },
)
