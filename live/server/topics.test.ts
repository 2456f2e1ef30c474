// Tests of topic permissions and snapshots, with made-up features.
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { Refusal } from '../../platform/errors.ts'
import { defineFeature } from '../protocol/feature.ts'
import { protocolOf } from '../protocol/registry.ts'
import type { Database, ServerRules } from './define.ts'
import { serverFor } from './define.ts'
import { Topics } from './topics.ts'

const books = defineFeature({
  name: 'books',
  events: { 'book.gone': { on: ['book'], data: z.object({}) } },
  topics: {
    shelf: { snapshot: z.object({ titles: z.array(z.string()) }) },
    book: { id: z.string(), snapshot: z.object({ book: z.object({ title: z.string() }) }) },
    club: { id: z.string(), snapshot: z.object({ name: z.string() }) },
    desk: { snapshot: z.object({ open: z.boolean() }) },
  },
  own: z.object({ lent: z.array(z.string()) }),
})
const notes = defineFeature({
  name: 'notes',
  uses: [books],
  adds: { book: z.object({ notes: z.array(z.object({ body: z.string() })) }) },
  own: z.object({ noted: z.array(z.string()) }),
})

/** The `db` that the rules get. */
interface Library {
  titles: Record<string, string>
  members: Record<string, string[]>
  asked: string[]
}
const defineServer = serverFor<Database<Library>>()
type Rules<F> = ServerRules<F, { tx: Library; actor: { id: string } }>

const topics: Rules<typeof books>['topics'] = {
  shelf: {
    mayFollow: () => true,
    presence: true,
    snapshot: ({ db }) => Promise.resolve({ titles: Object.values(db.titles) }),
  },
  book: {
    mayFollow({ db, ids }) {
      db.asked.push(ids.join(' '))
      return ids.filter((id) => id in db.titles)
    },
    endsWith: 'book.gone',
    presence: { also: 'shelf' },
    mayType: () => true,
    snapshot({ db, id }) {
      const title = db.titles[id]
      const book = { title, email: 'planted@example.org' }
      return Promise.resolve(
        title === undefined ? null : { book: { ...book, title }, secret: 'planted' },
      )
    },
  },
  club: {
    mayFollow: ({ db, reader, ids }) =>
      ids.filter((id) => reader !== null && db.members[id]?.includes(reader.id)),
    forAccounts: true,
    ended: 'You have left the club.',
    mayType: ({ actor }) =>
      actor.id === 'mute' ? new Refusal('forbidden', 'You only listen.') : true,
    snapshot: ({ id }) => Promise.resolve({ name: id }),
  },
  desk: {
    mayFollow: ({ reader }) => reader?.id === 'clerk',
    refusal: 'forbidden',
    snapshot: () => Promise.resolve({ open: true }),
  },
}
const booksServer = defineServer(books, {
  topics,
  own: ({ reader, shown }) => {
    const shownBooks = (shown.book ?? []).map(({ book }) => book.title)
    return Promise.resolve({ lent: [reader.id, ...shownBooks], email: 'planted@example.org' })
  },
})
const notesServer = defineServer(notes, {
  adds: { book: ({ id }) => Promise.resolve({ notes: [{ body: `of ${id}`, author: 'planted' }] }) },
  own: () => Promise.resolve({ noted: ['x'] }),
})

const { readTopic } = protocolOf([books, notes])
const named = (...names: string[]) => names.flatMap((name) => readTopic(name) ?? [])

function library(): { db: Library; topics: Topics } {
  const db: Library = { titles: { a: 'Emma', b: 'Ulysses' }, members: { c: ['ada'] }, asked: [] }
  return { db, topics: new Topics([booksServer, notesServer], db) }
}

test('a reader may follow what the rules allow, and is told in one error what they may not', async () => {
  const { db, topics } = library()
  const asked = named('shelf', 'book:a', 'book:none', 'club:c', 'book:b')
  expect(await topics.permitted({ id: 'ada' }, asked)).toEqual({
    allowed: ['shelf', 'book:a', 'club:c', 'book:b'],
    error: {
      type: 'error',
      ref: null,
      code: 'not_found',
      message: 'topics: book:none: There is no such thing to follow, or no longer.',
      topics: ['book:none'],
    },
  })
  // All topics of a kind are checked in one call.
  expect(db.asked).toEqual(['a none b'])
})

test.each([
  ['club:c', null, 'unauthenticated', 'Sign in to follow this.'],
  ['club:c', 'bob', 'not_found', 'There is no such thing to follow, or no longer.'],
  ['desk', null, 'forbidden', 'You may not follow this.'],
  ['desk', 'ada', 'forbidden', 'You may not follow this.'],
  ['user:ada', null, 'unauthenticated', 'Sign in to follow this.'],
  ['user:ada', 'bob', 'forbidden', 'You may not follow this.'],
])('%s is refused to %s as %s', async (topic, id, code, sentence) => {
  const { error } = await library().topics.permitted(id === null ? null : { id }, named(topic))
  expect(error).toMatchObject({ code, message: `topics: ${topic}: ${sentence}` })
})

test('a topic of a person is theirs', async () => {
  const { error } = await library().topics.permitted({ id: 'ada' }, named('user:ada', 'desk'))
  expect(error?.topics).toEqual(['desk'])
})

test('a kind that nobody has ruled on is closed', async () => {
  const unknown = { kind: 'attic', id: '', topic: 'attic' }
  const { topics } = library()
  const { error } = await topics.permitted({ id: 'ada' }, [unknown])
  expect(error).toMatchObject({ code: 'not_found', topics: ['attic'] })
  await expect(topics.snapshots(null, [unknown])).rejects.toThrow('attic')
  await expect(topics.checkTyping({ id: 'ada' }, unknown)).rejects.toThrow(Refusal)
})

test('a snapshot is the parts of all features beside each other, and only what their schemas name', async () => {
  const { topics } = library()
  const snapshots = await topics.snapshots({ id: 'ada' }, named('book:a', 'user:ada', 'shelf'))
  expect(snapshots).toEqual({
    'book:a': { book: { title: 'Emma' }, notes: [{ body: 'of a' }] },
    shelf: { titles: ['Emma', 'Ulysses'] },
    'user:ada': { lent: ['ada', 'Emma'], noted: ['x'] },
  })
  expect(JSON.stringify(snapshots)).not.toContain('planted')
})

test('a thing that has gone since is not found', async () => {
  const reading = library().topics.snapshots(null, named('book:none'))
  await expect(reading).rejects.toMatchObject({ code: 'not_found' })
})

test('typing, presence and endings are as the rules say', async () => {
  const { topics } = library()
  const [book, club, shelf] = named('book:a', 'club:c', 'shelf')
  if (!book || !club || !shelf) throw new Error('These are topics.')
  await topics.checkTyping({ id: 'ada' }, book)
  await expect(topics.checkTyping({ id: 'mute' }, club)).rejects.toThrow('You only listen.')
  expect([book, club, shelf].map(({ kind }) => topics.hasTyping(kind))).toEqual([true, true, false])
  expect(topics.presence('book:a')).toEqual(['book:a', 'shelf'])
  expect(topics.presence('shelf')).toEqual(['shelf'])
  expect(topics.presence('club:c')).toEqual([])
  expect(topics.endsWith('book:a', 'book.gone')).toBe(true)
  expect(topics.endsWith('shelf', 'book.gone')).toBe(false)
  expect(topics.endedSentence('club:c')).toBe('You have left the club.')
  expect(topics.endedSentence('book:a')).toBeNull()
})

test('what a feature declares and has no rules for is found out when the node starts', () => {
  const { db } = library()
  const made = (...features: { feature: typeof books | typeof notes; rules: object }[]) =>
    new Topics(
      features.map((each) => ({ reactions: [], ...each })),
      db,
    )
  const whole = { feature: books, rules: booksServer.rules as object }
  const { shelf, book, club } = topics
  expect(() => made({ feature: books, rules: { topics: { shelf, book, club } } })).toThrow(
    'The feature "books" has no rules for its topics "desk".',
  )
  expect(() => made({ feature: books, rules: { topics } })).toThrow(
    'The feature "books" does not read its own state.',
  )
  expect(() => made(whole, { feature: notes, rules: { own: () => ({}) } })).toThrow(
    'The feature "notes" does not read what it adds to "book".',
  )
  expect(() => made({ feature: notes, rules: notesServer.rules as object })).toThrow(
    'The feature "notes" adds to "book", which no feature has.',
  )
  expect(() => made(whole, whole)).toThrow('Two have topics "shelf".')
})

test('rules are typed by their feature', () => {
  type Book = Rules<typeof books>['topics']['book']
  expectTypeOf<Book['endsWith']>().toEqualTypeOf<'book.gone' | undefined>()
  expectTypeOf<NonNullable<Book['presence']>>().toEqualTypeOf<
    true | { also: 'shelf' | 'desk' | `book:${string}` | `club:${string}` }
  >()
})
