import { expect, test } from 'vitest'
import { isPlainLabel, shownAddress, shownHost } from './shown-address.ts'
import { shapeOf } from './test-shape.ts'

const links = (text: string): string[] =>
  Array.from(shapeOf(text).matchAll(/\{a ([^|]*)\|/g), ([, href]) => href ?? '')

const x = 'https://example.com/x'

// Each of these ends a link.
test.each(
  [
    ['.', ',', ';', ':', '!', '?', "'", '"', '…', '*', '**', '~~', '`', '<', '>', '|', '\\'],
    [
      '。',
      '、',
      '，',
      '．',
      '！',
      '？',
      '：',
      '；',
      '」',
      '』',
      '】',
      '）',
      '》',
      '〉',
      '〕',
      '「',
      '（',
      '・。',
    ],
    ['،', '؛', '؟', '۔', '׃', '।', '॥', '።', '፣', '։', '՝', '។', '၊', '᠃'],
    ['”', '“', '’', '»', '«', '›', '—', '–', '‟', '„', '״', '׳'],
    [')', ']', '}', ').', ')。', '?!', '...', '\u3000', '\u00a0', '\u2028'],
    ['\u202e', '\u2066', '\u200b', '\u200e', '\ufeff', '\u00ad', '\u2060', '\u0000', '\u{e0061}'],
  ].flat(),
)('a link ends before %j', (end) => {
  expect(links(`${x}${end}`)).toEqual([x])
  expect(links(`(${x}${end} and`)).toEqual([x])
})

test.each([
  [`${x}を見て`, x],
  [`見て${x}です`, x],
  ['https://example.comを見て', 'https://example.com'],
  [`${x}에서`, x],
  [`${x}ครับ`, x],
  [`${x}👍`, x],
  [`${x}、次`, x],
  ['https://ja.wikipedia.org/wiki/日本', 'https://ja.wikipedia.org/wiki/日本'],
  ['https://ja.wikipedia.org/wiki/日本。', 'https://ja.wikipedia.org/wiki/日本'],
  ['https://例え.jp/パス', 'https://例え.jp/パス'],
  ['https://ru.wikipedia.org/wiki/Москва!', 'https://ru.wikipedia.org/wiki/Москва'],
  ['https://he.wikipedia.org/wiki/ירושלים.', 'https://he.wikipedia.org/wiki/ירושלים'],
  ['https://fa.wikipedia.org/wiki/می‌خواهم', 'https://fa.wikipedia.org/wiki/می‌خواهم'],
  ['https://en.wikipedia.org/wiki/A_(b)_c.', 'https://en.wikipedia.org/wiki/A_(b)_c'],
  ['(https://en.wikipedia.org/wiki/A_(b))', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['https://e.org/a(b and', 'https://e.org/a'],
  ['https://e.org/a_b_c*d*e', 'https://e.org/a_b_c*d*e'],
  ['https://e.org/?q=a%20b&c=[1]#d', 'https://e.org/?q=a%20b&c=[1]#d'],
  ['http://[::1]:3000/x, http://localhost:1', 'http://[::1]:3000/x'],
  ['**https://e.org/a**です', 'https://e.org/a'],
  ['_https://e.org/a_', 'https://e.org/a'],
  ['<https://e.org/a>', 'https://e.org/a'],
  ['[1]: https://e.org', 'https://e.org'],
])('%j leads to %s', (text, href) => {
  expect(links(text)[0]).toBe(href)
})

test('only addresses written out with http or https are links, and none that hides its host', () => {
  for (const text of [
    'javascript:alert(1) ftp://a.example data:text/html,x www.example.org a@b.org',
    'https://example.org@evil.example/ https://a:b@evil.example',
    'xhttps://e.org https:// https:///e.org http://?x https://.',
    `https://e.org/${'a'.repeat(3000)}`,
  ]) {
    expect(links(text)).toEqual([])
  }
})

test('an address is shown as it leads, its host whole', () => {
  expect(shownAddress('https://example.org/a')).toBe('example.org/a')
  expect(shownAddress(`https://example.org/${'a'.repeat(200)}`)).toMatch(/^example\.org\/a+…$/)
  expect([...shownAddress(`https://example.org/${'a'.repeat(200)}`)]).toHaveLength(42)
  const long = `bank.example.${'a'.repeat(40)}.evil.example`
  expect(shownAddress(`https://${long}/login`)).toBe(`${long}…`)
  expect(shownAddress('https://пример.рф/a')).toBe('пример.рф/a')
  expect(shownAddress('https://例え.jp')).toBe('例え.jp')
  expect(shownAddress('https://müller.example')).toBe('müller.example')
  expect(shownHost('https://аррӏе.com')).toBe('xn--80ak6aa92e.com')
  expect(shownHost('https://раураl.com')).toMatch(/^xn--/)
  expect(shownHost('https://exa\u0301mple.com')).toMatch(/^(exámple|xn--).*com$/)
  expect(shownHost('https://ⓔxample.com')).toBe('example.com')
})

test('words that could be taken for an address are told apart from plain ones', () => {
  for (const label of ['the guide', 'Read it all!', 'こちら', 'ada’s page', 'Москва', '第3章']) {
    expect(isPlainLabel(label), label).toBe(true)
  }
  for (const label of [
    'example.org',
    'https://bank.example',
    'bank．example',
    'bank․example',
    'bank。example',
    'bankꓸexample',
    'bank٠example',
    'bank\u200b.example',
    'exa\u202emple',
    'a/b',
    '@ada',
    '…',
  ]) {
    expect(isPlainLabel(label), label).toBe(false)
  }
})
