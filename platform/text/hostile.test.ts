// Tests with hostile texts: parsing time must grow linearly, without stack overflows.
import { expect, test } from 'vitest'
import { markdownParser } from './grammar.ts'
import { mayHaveMarks } from './marks.ts'
import { findMentions } from './mentions.ts'
import { plainWords } from './plain-words.ts'

const seeds = [
  [
    '*',
    '**',
    '_',
    '`',
    '[',
    ']',
    '(',
    '>',
    '> ',
    '- ',
    '1. ',
    '#',
    '\\',
    '@',
    '!',
    '~',
    '\n',
    ' ',
    '\t',
  ],
  [
    '*a ',
    'a* ',
    '**a ',
    'a** ',
    '_a ',
    'a_ ',
    '*a_ ',
    '*a **b ',
    'a*b',
    '***a* ',
    '* a\n',
    '`a``',
    '`` ` ',
  ],
  [
    '[a](',
    '[a](https://e.org/',
    '![a](',
    '[a',
    '](https://a',
    '](https://e.org)',
    '[[[](https://e.org)',
  ],
  [
    'https://',
    'https://e.org/((',
    'https://e.org/**',
    'https://e.org/a ',
    'https://e.org/日',
    'http',
  ],
  [
    '> - ',
    '> a\n',
    '- a\n  ',
    '  - a\n',
    '>\n',
    '```\n',
    '``` a\n',
    '```a```\n',
    '    a\n',
    '1. a\n\n',
    '<a ',
  ],
  [
    '@a',
    '@ada ',
    'あ@ada',
    'a@',
    '\\*',
    '\\[a](',
    '<!--',
    '&amp;',
    'a\u0301',
    '\u202e',
    '👍',
    '「**',
    '**「',
  ],
].flat()

/** CPU time of parsing a text, in milliseconds. */
function cost(text: string): number {
  const start = process.cpuUsage()
  markdownParser.parse(text)
  plainWords(text)
  mayHaveMarks(text)
  findMentions(text)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

test.each(seeds)('%j over and over costs no more per letter when there is more of it', (seed) => {
  const of = (length: number) => seed.repeat(Math.ceil(length / seed.length)).slice(0, length)
  // The number makes each text new, so that it is not cached.
  const least = (length: number) => Math.min(...[1, 2].map((n) => cost(`${n}\n\n${of(length)}`)))
  cost(of(2_000))
  // The longest message against a quarter of it: quadratic time would be sixteen times as much. The constant covers
  // cheap texts, where garbage collection and a cold start dominate.
  expect(least(64_000)).toBeLessThan(2_000 + 8 * least(16_000))
})

test('100,000 letters of one kind are read', { timeout: 60_000 }, () => {
  for (const seed of ['*a ', '> ', '- ', '[', '[a](', '`', '_a* ', '> - ', 'https://', '\\*']) {
    expect(plainWords(seed.repeat(100_000 / seed.length)).length, seed).toBeGreaterThan(0)
  }
})
