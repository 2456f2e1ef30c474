// Attacks on pages and the HTTP interface: what is rendered for one reader alone, and bodies that are too large.
import { randomUUID } from 'node:crypto'
import { only } from '../attack.ts'
import type { Case } from '../attack.ts'

const tooLarge = 8 * 1024 * 1024
const part = Buffer.alloc(64 * 1024, 'x')
const body = Array.from({ length: tooLarge / part.length }, () => part)

export const pageCases: Case[] = [
  {
    name: 'pages with a random `before`',
    promised: 'two at a time, in time refused with 429',
    run: (attack) => attack.flood(10, () => attack.ask(`/?before=${randomUUID()}`)),
    kept: (seen) => only(seen, 200, 429),
  },
  {
    name: 'lists with a random `before`',
    promised: 'two at a time, in time refused with 429',
    run: (attack) => attack.flood(10, () => attack.ask(`/api/feed?many=1&before=${randomUUID()}`)),
    kept: (seen) => only(seen, 200, 429),
  },
  {
    name: 'addresses that lead nowhere',
    promised: 'two at a time, in time refused with 429',
    run: (attack) => attack.flood(10, () => attack.ask(`/posts/${randomUUID()}`)),
    kept: (seen) => only(seen, 404, 429),
  },
  {
    name: 'messages to visits that are not there',
    promised: 'two at a time, in time refused with 429',
    run: (attack) =>
      attack.flood(10, () =>
        attack.ask(`/api/visits/${randomUUID()}/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: [Buffer.from(JSON.stringify({ ref: 'x', body: 'Hello' }))],
        }),
      ),
    kept: (seen) => only(seen, 404, 429),
  },
  {
    name: 'a server action with 8 MB, its length said',
    promised: 'refused with 413, or cut',
    run: (attack) =>
      attack.flood(10, () =>
        attack.ask('/', {
          method: 'POST',
          headers: { ...action, 'content-length': String(tooLarge) },
          body,
        }),
      ),
    kept: (seen) => only(seen, 413, 429, 'cut'),
  },
  {
    name: 'a server action with 8 MB, its length not said',
    promised: 'refused with 413, or cut',
    run: (attack) =>
      attack.flood(10, () => attack.ask('/', { method: 'POST', headers: action, body })),
    kept: (seen) => only(seen, 411, 413, 429, 'cut'),
  },
]

const action = {
  'next-action': '0'.repeat(42),
  'content-type': 'multipart/form-data; boundary=x',
}
