import { expect, test } from 'vitest'
import { findLinks } from './find-links.ts'
import { mayLink, parseText } from './parse-text.ts'

const parse = (body: string) => parseText(body, mayLink(body) ? findLinks(body) : [])

const links = (body: string) =>
  parse(body).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))
const mentions = (body: string) =>
  parse(body).flatMap((piece) => (piece.kind === 'mention' ? [piece.handle] : []))

test('nothing of the text is lost or added', () => {
  const body = 'Hi @juno,\n\nsee https://example.org/a (or not) & <b>this</b>'
  const shown = parse(body).map((piece) => (piece.kind === 'link' ? piece.href : piece.text))
  expect(shown.join('')).toBe(body)
})

test('only addresses written with http or https become links', () => {
  expect(links('https://example.org and http://localhost:3000/x.')).toEqual([
    'https://example.org',
    'http://localhost:3000/x',
  ])
  expect(
    links('javascript:alert(1) ftp://a.example data:text/html,x www.example.org a@b.org'),
  ).toEqual([])
})

test('an address that hides its host behind a name stays text', () => {
  expect(links('https://example.org@evil.example/')).toEqual([])
})

test('a long address is shown short and keeps its host in front', () => {
  const [link] = parse(`https://example.org/${'a'.repeat(200)}`)
  expect(link?.text).toMatch(/^example\.org\/a+…$/)
  expect([...(link?.text ?? '')]).toHaveLength(42)
})

test('a handle after an at sign is a mention, in lower case', () => {
  expect(mentions('@Juno and (@mira_k) and, @tomas!')).toEqual(['juno', 'mira_k', 'tomas'])
})

test('an address of e-mail, a path or a longer word is no mention', () => {
  expect(mentions('mira@example.org a/@juno @@juno @j @' + 'x'.repeat(31))).toEqual([])
})
