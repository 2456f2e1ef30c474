import { expect, test } from 'vitest'
import { cookieHeader } from './set-cookies.ts'

test('the next request carries the pairs alone', () => {
  const header =
    'hubbub.session_token=a.b%2Bc%3D; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax'
  expect(cookieHeader([header, 'b=2; Path=/'])).toBe('hubbub.session_token=a.b%2Bc%3D; b=2')
})
