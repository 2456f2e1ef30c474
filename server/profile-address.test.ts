import { expect, test } from 'vitest'
import { plainAddress } from './profile-address.ts'

test.each([
  ['/%40ada', '/@ada'],
  ['/%40Ada?before=1%20', '/@Ada?before=1%20'],
  ['/@%61da', '/@ada'],
  ['/%40%61%64%61', '/@ada'],
])('%s is %s', (given, wanted) => {
  expect(plainAddress(given)).toBe(wanted)
})

test.each([
  '/@ada',
  '/',
  '/posts/%40ada',
  '/%2540ada',
  '/%40',
  '/%ff',
  '/%40ada%2f..',
  '/?q=%40ada',
  '/%40%E2%84%AAim',
])('%s stays', (given) => {
  expect(plainAddress(given)).toBe(given)
})
