// Freezes the wire format by a hash: a change of it is a decision, and must be described in docs/protocol.md.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import * as events from '#live/protocol/events.ts'
import * as limits from '#live/protocol/limits.ts'
import * as messages from '#live/protocol/messages.ts'
import * as requests from '#live/protocol/requests.ts'
import * as accountLimits from '#platform/account-limits.ts'
import * as author from '#platform/author.ts'
import * as errorCode from '#platform/error-code.ts'
import * as errors from '#platform/errors.ts'
import * as fields from '#platform/text/fields.ts'
import * as transports from '#platform/transports.ts'
import * as bookmarks from './bookmarks/protocol.ts'
import * as commentLimits from './comments/limits.ts'
import * as comments from './comments/protocol.ts'
import * as draftChannel from './drafts/channel.ts'
import * as draftLimits from './drafts/limits.ts'
import * as drafts from './drafts/protocol.ts'
import * as inboxLimits from './inboxes/limits.ts'
import * as inboxes from './inboxes/protocol.ts'
import * as likes from './likes/protocol.ts'
import * as postLimits from './posts/limits.ts'
import * as posts from './posts/protocol.ts'
import * as profileLimits from './profiles/limits.ts'
import * as profiles from './profiles/protocol.ts'
import { features } from './protocol.ts'
import * as roomLimits from './rooms/limits.ts'
import * as rooms from './rooms/protocol.ts'

const frozen = '8f6538698a06878d08f90d54492af7788ebfbf30dc0a1bf34a10a30700d530b6'

const whatToDo = `The wire format has changed, and clients that nobody here wrote rely on it.
1. Decide whether it should. A field or a type more is ignored by old clients; what is renamed, removed or meant otherwise breaks them.
2. Write it down in docs/protocol.md.
3. Take the new hash into features/wire.test.ts.`

const modules: Record<string, object> = {
  'live/protocol/events': events,
  'live/protocol/limits': limits,
  'live/protocol/messages': messages,
  'live/protocol/requests': requests,
  'platform/account-limits': accountLimits,
  'platform/author': author,
  'platform/error-code': errorCode,
  'platform/errors': errors,
  'platform/text/fields': fields,
  'platform/transports': transports,
  'features/bookmarks/protocol': bookmarks,
  'features/comments/limits': commentLimits,
  'features/comments/protocol': comments,
  'features/drafts/channel': draftChannel,
  'features/drafts/limits': draftLimits,
  'features/drafts/protocol': drafts,
  'features/inboxes/limits': inboxLimits,
  'features/inboxes/protocol': inboxes,
  'features/likes/protocol': likes,
  'features/posts/limits': postLimits,
  'features/posts/protocol': posts,
  'features/profiles/limits': profileLimits,
  'features/profiles/protocol': profiles,
  'features/rooms/limits': roomLimits,
  'features/rooms/protocol': rooms,
}

// Left out, because no JSON Schema expresses it: the refinements and transforms of fields, so which limit a text or a
// name has (the limits themselves are included), and what an id, an emoji or a topic is parsed to. Left out too,
// because no schema describes it: the envelope of a poll's answer and the result of a subscription;
// live.integration.test.ts tests those.
function wire(): object {
  return {
    // By name alone: in which file a schema stands does not matter on the wire.
    values: Object.assign({}, ...Object.values(modules).map((module) => mapped(module, describe))),
    statuses: mapped(errorCode.errorCode.enum, (code) => errors.httpStatus(code)),
    retried: errors.errorCodes.filter((code) => errors.mayRetry(code)),
    types: Object.assign({}, ...Object.keys(modules).map((name) => typesIn(read(name)))),
  }
}

/** A schema as JSON Schema, for input and for output; a record of schemas, each; other data as it is. */
function describe(value: unknown): unknown {
  if (value instanceof z.ZodType) {
    const as = (io: 'input' | 'output') => z.toJSONSchema(value, { io, unrepresentable: 'any' })
    return { input: as('input'), output: as('output') }
  }
  if (value instanceof Object && Object.getPrototypeOf(value) === Object.prototype) {
    // Each feature is listed under its own name, not inside others.
    const { uses: _, ...own } = { uses: null, ...value }
    return mapped(own, describe)
  }
  return typeof value === 'function' ? undefined : value
}

function mapped<T>(of: Readonly<Record<string, T>> | object, as: (value: T) => unknown): object {
  return Object.fromEntries(
    Object.entries(of as Record<string, T>).map(([key, value]) => [key, as(value)]),
  )
}

function read(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', `${name}.ts`), 'utf8')
}

/** The types that a file declares, by name: their text without comments and line breaks. */
function typesIn(text: string): Record<string, string> {
  const bare = text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const lines = bare.split('\n').flatMap((line) => line.trimEnd() || [])
  // Indented lines and closing brackets continue the declaration before them.
  const declarations = lines.join('\n').split(/\n(?=[^\s})\]])/)
  return Object.fromEntries(
    declarations.flatMap((declaration) => {
      const [, name] = /^(?:export )?(?:interface|type) (\w+)/.exec(declaration) ?? []
      return name === undefined ? [] : [[name, declaration.replace(/\s+/g, ' ')]]
    }),
  )
}

/** A value as text, the same for any order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Object && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

test('the wire format is the one that was decided', () => {
  const hash = createHash('sha256').update(canonical(wire())).digest('hex')
  expect(hash, whatToDo).toBe(frozen)
})

test('all of it is there: commands, events, results, messages and snapshots', () => {
  const text = canonical(wire())
  for (const feature of features) {
    expect(Object.keys(modules)).toContain(`features/${feature.name}/protocol`)
    for (const part of ['commands', 'events', 'topics'] as const) {
      if (!(part in feature)) continue
      for (const name of Object.keys(feature[part as never])) expect(text).toContain(`"${name}":{`)
    }
  }
  const names = Object.keys(modules).flatMap((name) => Object.keys(typesIn(read(name))))
  const wanted =
    'LiveEvent Signal Hello Ack ErrorMessage Reset ServerMessages SnapshotResponse WebhookBody'
  for (const name of wanted.split(' ')) {
    expect(names).toContain(name)
  }
})

test('a field more is another format, a comment more is not', () => {
  const before =
    'export interface A {\n  a: string\n}\nexport type B =\n  | A\n  | null\nconst c = 1\n'
  expect(typesIn(before)).toEqual({
    A: 'export interface A { a: string }',
    B: 'export type B = | A | null',
  })
  expect(typesIn(before.replace('a:', '/** Why. */\n  // So.\n  a:'))).toEqual(typesIn(before))
  expect(typesIn(before.replace('}', '  b: string\n}'))).not.toEqual(typesIn(before))
  const more = z.object({ a: z.string(), b: z.string() })
  expect(canonical(describe(more))).not.toBe(canonical(describe(z.object({ a: z.string() }))))
  expect(canonical({ a: 1, b: { d: 1, c: 2 } })).toBe(canonical({ b: { c: 2, d: 1 }, a: 1 }))
})
