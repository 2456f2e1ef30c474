import { expect, test } from 'vitest'
import { commonPasswords } from './common-passwords.ts'
import { partsOfAddress, passwordProblem } from './passwords.ts'

const known = [
  'marabelle99',
  ...partsOfAddress('Mara.Belle@post.example'),
  'Hubbub',
  'feed.example',
]

test.each([
  ['', /at least 10/],
  ['123456789', /at least 10/],
  ['1234567890', /most common/],
  ['Password123', /most common/],
  ['qwertyuiop', /most common/],
  ['ＱＷＥＲＴＹＵＩＯＰ', /most common/],
  ['marabelle99', /made of/],
  ['MaraBelle99', /made of/],
  ['marabelle99!', /made of/],
  ['mara.belle2026', /made of/],
  ['mara.belle@post.example', /made of/],
  ['post.example', /made of/],
  ['hubbubhubbub', /made of/],
  ['HubbubHubbub1', /made of/],
  ['feed.example1', /made of/],
])('"%s" is refused', (password, sentence) => {
  expect(passwordProblem(password, known)).toMatch(sentence)
})

test.each([
  'correct horse',
  'hubbub is where the owl sings',
  'marabelle99 eats plums',
  '1029384757',
])('"%s" is taken', (password) => {
  expect(passwordProblem(password, known)).toBeNull()
})

test('the list is all there, folded, and of what is long enough', () => {
  expect(commonPasswords.size).toBe(1556)
  for (const word of commonPasswords) expect(word).toMatch(/^[!-@[-~]{10,}$/)
})
