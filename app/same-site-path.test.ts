import { expect, test } from 'vitest'
import { sameSitePath } from './same-site-path.ts'

test('a path of this site is kept with its query and its anchor', () => {
  expect(sameSitePath('/posts/1?after=2#comments')).toBe('/posts/1?after=2#comments')
  expect(sameSitePath('/@mira')).toBe('/@mira')
})

test('whatever leads elsewhere becomes the front page', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/./\\evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'evil',
    '',
    null,
    undefined,
    7,
  ]
  expect(elsewhere.map((path) => sameSitePath(path))).toEqual(elsewhere.map(() => '/'))
})
