import { expect, test, vi } from 'vitest'
import type { IncomingMessage } from 'node:http'
import { Misplaced } from './misplaced.ts'
import { createLogger } from '#platform/logger.ts'

function watched(publicUrl?: string) {
  const logger = createLogger('silent')
  const warn = vi.spyOn(logger, 'warn')
  const said = () => warn.mock.calls.map(([, sentence]) => String(sentence))
  return { misplaced: new Misplaced(publicUrl, true, logger), said }
}

function from(headers: Record<string, string>): IncomingMessage {
  return { headers } as unknown as IncomingMessage
}

test('a proxy that passes another Host on is told from a page at another address', () => {
  const unset = watched()
  for (let count = 0; count < 3; count += 1) {
    unset.misplaced.foreign('https://hubbub.example', 'http://127.0.0.1:3000')
  }
  expect(unset.said()).toHaveLength(1)
  expect(unset.said()[0]).toContain(
    'If that is this site, behind a proxy that does not pass Host on, set PUBLIC_URL=https',
  )
  const set = watched('https://hubbub.example')
  set.misplaced.foreign('http://localhost:3000', 'https://hubbub.example')
  expect(set.said()[0]).toContain('Hubbub is at https://hubbub.example (PUBLIC_URL)')
})

test('what is no address is repeated nowhere', () => {
  const { misplaced, said } = watched()
  for (const origin of ['', 'null', 'https://x/<b>', 'https://x y', `https://${'x'.repeat(300)}`]) {
    misplaced.foreign(origin, 'http://localhost')
    misplaced.unknownHost(origin)
  }
  expect(said()).toEqual([])
})

test.each([
  ['/hubbub/_next/static/chunks/x.js', {}, 1],
  ['/a/b/live/sse', {}, 1],
  ['/', { 'x-forwarded-prefix': '/hubbub' }, 1],
  ['/', { 'x-forwarded-prefix': '/' }, 0],
  ['/live/sse', {}, 0],
  ['/_next/static/chunks/x.js', {}, 0],
  ['/posts/live', {}, 0],
])('%s with %o is said to be under a path: %d', (path, headers, times) => {
  const { misplaced, said } = watched()
  misplaced.look(from(headers), path)
  expect(said()).toHaveLength(times)
})
