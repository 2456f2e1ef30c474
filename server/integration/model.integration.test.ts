// Random people, subscribers, disconnects, changes of transport, restarts and prunes. In the end every subscriber's
// state is the database's, and every event was applied once and in order.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '#platform/logger.ts'
import { Retention } from '#live/server/log/retention.ts'
import { testSeed } from '#scripts/seed.ts'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { ModelReader } from './test-model-reader.ts'

const seed = testSeed()
const steps = Number(process.env['MODEL_STEPS'] ?? 800)
const runs = 3

let node: TestNode
let people: Person[]

beforeAll(async () => {
  node = await startTestNode()
  people = await Promise.all(Array.from({ length: 5 }, () => node.signUp()))
})
afterAll(() => node.stop())

type Step =
  | { kind: 'command'; type: (typeof commands)[number]; who: number; which: number }
  | { kind: 'reader'; does: 'lose' | 'open' | 'settle'; reader: number; transport: Transport }
  | { kind: 'node'; does: 'restart' | 'prune' }

const commands = ['post', 'like', 'unlike', 'comment', 'deletePost', 'again'] as const
const transports = ['sse', 'websocket', 'poll'] as const
type Transport = (typeof transports)[number]

/** Commands of this type; `weight`: how often, in a thousand. */
function command(type: (typeof commands)[number], weight: number) {
  const kind = fc.constant('command' as const)
  return {
    weight,
    arbitrary: fc.record({ kind, type: fc.constant(type), who: fc.nat(4), which: fc.nat(1000) }),
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  command('post', 140),
  command('like', 220),
  command('unlike', 150),
  command('comment', 180),
  command('deletePost', 30),
  command('again', 30),
  {
    weight: 235,
    arbitrary: fc.record({
      kind: fc.constant('reader' as const),
      does: fc.constantFrom('lose' as const, 'open' as const, 'open' as const, 'settle' as const),
      reader: fc.nat(3),
      transport: fc.constantFrom(...transports),
    }),
  },
  {
    weight: 15,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      does: fc.constantFrom('restart' as const, 'prune' as const, 'prune' as const),
    }),
  },
)

test(`[L1] ${runs} × ${steps} random steps converge (seed ${seed})`, async () => {
  console.log(`model test: seed ${seed}`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: steps, maxLength: steps }), async (list) => {
      await node.db.post.deleteMany()
      await node.db.$executeRaw`DELETE FROM external_changes`
      expect(await runModel(list)).toEqual([])
    }),
    { seed, numRuns: runs, endOnFailure: true },
  )
}, 240_000)

/** Returns the differences in the end, as sentences. */
async function runModel(list: Step[]): Promise<string[]> {
  const readers = await Promise.all(
    people.slice(0, 4).map((person) => ModelReader.start(node, person)),
  )
  const posts: { id: string; author: number }[] = []
  let last: { person: Person; command: object } | null = null
  let pending: Promise<unknown>[] = []
  const settle = async () => {
    await Promise.all(pending)
    pending = []
  }
  const reading = async (does: 'lose' | 'open' | 'settle', reader: ModelReader, how: Transport) => {
    if (does === 'lose') reader.lose()
    else if (does === 'open') await reader.open(how)
    else await settle()
  }
  const onNode = async (does: 'restart' | 'prune') => {
    if (does === 'restart') {
      await settle()
      await node.restart()
      return
    }
    const retention = new Retention(node.db, { hours: 100, events: 60 }, createLogger('fatal'), 0)
    await retention.prune()
    await retention.stop()
  }
  const commanding = async (type: (typeof commands)[number], who: number, which: number) => {
    const person = people[who]
    const post = posts[which % Math.max(1, posts.length)]
    if (!person) return
    if (type === 'post') {
      const answer = await node.command(person, { type, body: `post ${posts.length}` })
      if (answer.type === 'ack' && 'post' in answer.result) {
        posts.push({ id: answer.result.post.id, author: who })
      }
    } else if (type === 'again') {
      if (last) pending.push(node.command(last.person, last.command))
    } else if (type === 'deletePost' && post) {
      const author = people[post.author]
      if (author) pending.push(node.command(author, { type, postId: post.id }))
      posts.splice(posts.indexOf(post), 1)
    } else if (post) {
      last = { person, command: { type, ref: randomUUID(), postId: post.id, body: 'hm' } }
      pending.push(node.command(person, last.command))
    }
  }
  for (const each of list) {
    const reader = each.kind === 'reader' ? readers[each.reader] : undefined
    if (each.kind === 'node') await onNode(each.does)
    else if (each.kind === 'command') await commanding(each.type, each.who, each.which)
    else if (reader) await reading(each.does, reader, each.transport)
  }
  await settle()
  const rows = await node.db.post.findMany({
    select: {
      id: true,
      likes: true,
      comments: true,
      _count: { select: { likeRows: true, commentRows: true } },
    },
  })
  const truth = Object.fromEntries(rows.map(({ id, likes, comments }) => [id, { likes, comments }]))
  const wrong = rows.flatMap(({ id, likes, comments, _count }) =>
    likes === _count.likeRows && comments === _count.commentRows ? [] : [`${id} counts wrongly`],
  )
  for (const reader of readers) {
    await reader.catchUp()
    wrong.push(...reader.complaints)
    const state = Object.fromEntries(reader.posts)
    if (!isDeepStrictEqual(state, truth))
      wrong.push(`${JSON.stringify(state)} is not ${JSON.stringify(truth)}`)
    reader.lose()
  }
  return wrong
}
