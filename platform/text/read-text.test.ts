import { expect, test } from 'vitest'
import { mayHaveMarks } from './marks.ts'
import { plainWords } from './plain-words.ts'
import { readText } from './read-text.ts'
import { shapeOf } from './test-shape.ts'

test.each([
  ['**bold** and *italic* and ***both***', '{b bold} and {i italic} and {i {b both}}'],
  ['_italic_, (*so*) "**quoted**".', '{i italic}, ({i so}) "{b quoted}".'],
  ['*a **b** c*', '{i a {b b} c}'],
  ['`code` and `` a ` b ``', '{c code} and {c a ` b}'],
  ['`**not bold** https://e.org @ada`', '{c **not bold** https://e.org @ada}'],
  ['これは**太字**です。**「引用」**です', 'これは{b 太字}です。{b 「引用」}です'],
  ['**한국**은', '{b 한국}은'],
  ['# One\n## Two **b**\n###### Six', '{h1 One}¶{h2 Two {b b}}¶{h6 Six}'],
  ['## Closed ##', '{h2 Closed}'],
  ['- a\n- b\n  more\n- c', '{list - a - b\nmore - c}'],
  ['* a\n* b', '{list - a - b}'],
  ['- a\n  - b\n    - c\n- d', '{list - a¶{list - b¶{list - c}} - d}'],
  ['- a\n    - b', '{list - a¶{list - b}}'],
  ['- a\n\n- b', '{list - a ␤- b}'],
  ['1. a\n1. b\n1. c', '{list 1. a 2. b 3. c}'],
  ['3) a\n4) b', '{list 3) a 4) b}'],
  ['3. a\n2. b\n1. c', '{list 3. a 2. b 1. c}'],
  ['> a\n> b\n>\n> c', '{> a\nb¶␤c}'],
  ['> a\n>> b', '{> a¶{> b}}'],
  ['> - a\n>   b\n> - c', '{> {list - a\nb - c}}'],
  ['```ts\nlet a = 1\n\n  b\n```', '{code ts|let a = 1\n\n  b}'],
  ['```\na\n```\nafter', '{code |a}¶after'],
  ['> ```\n> a\n>   b\n> ```', '{> {code |a\n  b}}'],
  ['- ```js\n  a\n  ```', '{list - {code js|a}}'],
  ['```py\nnever closed', '{code py|never closed}'],
  ['one\ntwo\n\nthree\n\n\nfour', 'one\ntwo¶␤three¶␤␤four'],
  ['[words](https://e.org/a_(b))', '{a https://e.org/a_(b)|words}'],
  ['[a **b**](https://e.org).', '{a https://e.org|a {b b}}.'],
  ['[x [y] z](https://e.org)', '{a https://e.org|x [y] z}'],
  ['![alt](https://e.org/a.png)', '{a https://e.org/a.png|alt}'],
  ['**https://e.org/x**', '{b {a https://e.org/x|}}'],
  ['**@ada** and *@tom*', '{b {@ ada}} and {i {@ tom}}'],
  ['\\*not italic\\* \\`a\\` \\[a](https://e.org)', '*not italic* `a` [a]({a https://e.org|})'],
  ['\\# a\n\\- b\n1\\. c', '# a\n- b\n1. c'],
])('%j is read as %s', (text, shape) => {
  expect(mayHaveMarks(text) || /^[^#\n]/.test(text)).toBe(true)
  expect(shapeOf(text)).toBe(shape)
})

// Texts from before Markdown was supported, and texts that only resemble it, stay as they were written.
test.each([
  '2 * 3 * 4',
  '2*3*4 = 24, 2**3**4',
  'a * b',
  'a*b and c*d',
  '*',
  '**',
  '***',
  '* * *',
  '---',
  'text\n---\nmore',
  'text\n===',
  '- - -',
  '___',
  '-',
  '+',
  '1.',
  'price 5*\n\n*without tax',
  's**t and f**k, f*** you, b***ard',
  'f(*args, **kwargs)',
  'int *p, *q; char **argv',
  '/* a */ x /* b */',
  'src/**/*.ts and lib/**/*.js',
  '"*" and "*"',
  '*.ts, *.js',
  'SELECT * FROM a WHERE b = *',
  ':* love :*',
  '***** of five',
  'snake_case_names and _private and __init__.py',
  '__proto__, __dirname',
  '^_^ >_< o_o T_T (-_-) ;_;',
  '¯\\_(ツ)_/¯',
  '_(:3」∠)_ m(_ _)m',
  'C:\\Users\\_a and \\\\server\\share\\*.txt C:\\*.*',
  '\\d+\\.\\w* and C:\\temp\\*',
  '#general and #1',
  '#',
  '##',
  '#! /bin/sh',
  '+1',
  '-5 degrees',
  '-- Ada',
  '>:( >.< <3 :) ;-)',
  '>=3 and >5 people',
  '1986. A great year',
  '3.14 is pi',
  '007. Bond',
  '~~~~ hello ~~~~\nand more',
  '~~gone~~',
  '```',
  '`',
  'it`s a tick',
  '<b>bold</b> <script>alert(1)</script> <!-- x -->',
  '&amp; &lt; &#65;',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '    if x:\n        y()',
  '    # a comment\n    - no list\n    > no quote',
  'if x:\n    y()\n\tz()',
  '[a] [b](c) [d](javascript:alert(1)) [e](/posts/1) ![f](data:x)',
  '[a]: b',
  '[a](mailto:a@example.org) [b]( )',
  'a  \nb\\\nc',
])('%j stays as it was written', (text) => {
  const words = readText(text)
    .flatMap((block, index) => {
      expect(block.kind).toBe('paragraph')
      return [index > 0 ? '\n'.repeat(block.blank + 1) : '', 'words' in block ? block.words : []]
    })
    .flat()
    .map((each) => (typeof each === 'string' ? each : 'text' in each ? each.text : each.kind))
    .join('')
  expect(words).toBe(text)
})

test('depth ends: what is nested deeper is words', () => {
  expect(JSON.stringify(readText(`${'> '.repeat(40)}x`)).split('"quote"')).toHaveLength(13)
  expect(JSON.stringify(readText(`${'- '.repeat(40)}x`)).split('"list"').length).toBeLessThan(9)
  expect(
    JSON.stringify(readText('*'.repeat(60) + 'x' + '*'.repeat(60))).split('"strong"').length,
  ).toBeLessThan(10)
})

test('the words of a text are without its marks', () => {
  expect(plainWords('# A **b**\n\n- c `d`\n- [e](https://e.org)\n\n> f\n\n```js\ng\n```')).toBe(
    'A b\n\nc d\ne\n\nf\n\ng',
  )
  expect(plainWords('2. a\n3. b')).toBe('2. a\n3. b')
  expect(plainWords('nothing * here')).toBe('nothing * here')
})
