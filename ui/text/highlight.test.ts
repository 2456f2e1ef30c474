import { expect, test } from 'vitest'
import { canHighlight, languageNames } from './code-languages.ts'
import { highlight } from './highlight.ts'

const code = `+new\n-old\n// "a" 'b' # c -- d <!-- e -->\nconst x: int = 42; if (x) { return f("y\\n", \`z\`) }\n<a b="c">&amp;</a>\n\t$HOME [k] = v\n`

test.each([...languageNames])('%s is known, and nothing of the code is lost', (name) => {
  const parts = highlight(name, code)
  expect(parts.map(({ text }) => text).join('')).toBe(code)
  expect(parts.length).toBeGreaterThan(1)
})

test('a language that nobody knows, or code too long to be written by hand, is in one colour', () => {
  expect(canHighlight('JS', code)).toBe(true)
  for (const name of ['', 'brainfuck', '__proto__', 'constructor']) {
    expect(canHighlight(name, code)).toBe(false)
    expect(highlight(name, code)).toEqual([{ kind: '', text: code }])
  }
  expect(canHighlight('js', code.repeat(50))).toBe(false)
  expect(canHighlight('js', 'a'.repeat(501))).toBe(false)
})
