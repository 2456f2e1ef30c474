import { expect, test } from 'vitest'
import { cookieHeader, parseSetCookie } from './set-cookies.ts'

const header =
  'hubbub.session_token=a.b%2Bc%3D; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax'

test('every attribute of a cookie is kept, and its value is decoded once', () => {
  expect(parseSetCookie(header)).toEqual({
    name: 'hubbub.session_token',
    value: 'a.b+c=',
    options: { maxAge: 2_592_000, path: '/', httpOnly: true, secure: true, sameSite: 'lax' },
  })
})

test('a cookie without a name is none', () => {
  expect(parseSetCookie('=x; Path=/')).toBeNull()
})

test('the next request carries the pairs alone', () => {
  expect(cookieHeader([header, 'b=2; Path=/'])).toBe('hubbub.session_token=a.b%2Bc%3D; b=2')
})
