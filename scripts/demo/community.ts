// The rows of the demonstration: the same for the same seed, with times counted back from a given moment.
import { v7 as uuidv7 } from 'uuid'
import { people } from './people.ts'
import type { DemoPerson } from './people.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { reactions, threads } from './threads.ts'
import type { DemoThread } from './threads.ts'

const minute = 60_000
const days = 5

export interface Community {
  people: (DemoPerson & { id: string; createdAt: Date })[]
  posts: {
    id: string
    authorId: string
    body: string
    createdAt: Date
    likes: number
    comments: number
  }[]
  comments: { id: string; postId: string; authorId: string; body: string; createdAt: Date }[]
  likes: { postId: string; userId: string; createdAt: Date }[]
}

/** People, posts, comments and likes up to `now`; counts equal the rows that they count. */
export function createCommunity(seed: number, now: Date): Community {
  const random = createRandom(seed)
  const moment = new Moments(random)
  const joined = now.getTime() - 90 * 24 * 60 * minute
  const members = people.map((person, index) => ({
    ...person,
    ...moment.at(joined + index * 60 * minute),
  }))
  const idOf = new Map(members.map(({ handle, id }) => [handle, id]))
  const community: Community = { people: members, posts: [], comments: [], likes: [] }
  const step = (days * 24 * 60 * minute) / threads.length
  // The liveliest threads are not all at one end.
  random.shuffled(threads).forEach((thread, index) => {
    const began =
      now.getTime() - days * 24 * 60 * minute + index * step + random.next() * step * 0.8
    addThread(community, thread, began, now.getTime(), { random, moment, idOf })
  })
  return community
}

interface Tools {
  random: Random
  moment: Moments
  idOf: ReadonlyMap<string, string>
}

function addThread(
  community: Community,
  thread: DemoThread,
  began: number,
  now: number,
  tools: Tools,
): void {
  const { random, moment, idOf } = tools
  const at = (minutes: number) => Math.min(began + minutes * minute, now - minute)
  const { id: postId, createdAt } = moment.at(began)
  const authorId = idOf.get(thread.by)
  if (authorId === undefined) throw new Error(`Nobody is called ${thread.by}.`)
  let minutes = 0
  const say = (handle: string, body: string) => {
    minutes += 2 + random.below(25)
    const by = idOf.get(handle)
    if (by === undefined) throw new Error(`Nobody is called ${handle}.`)
    community.comments.push({ ...moment.at(at(minutes)), postId, authorId: by, body })
  }
  for (const [handle, body] of thread.answers) say(handle, body)
  const others = random.shuffled(people.filter(({ handle }) => handle !== thread.by))
  const more = random.below(4)
  for (const { handle } of others.slice(0, more)) say(handle, random.pick(reactions))
  // A few are liked by nearly all, most by some: a long tail.
  const liking = others.slice(0, Math.floor(others.length * random.next() ** 1.7) + 1)
  for (const { handle } of liking) {
    const userId = idOf.get(handle)
    if (userId === undefined) continue
    community.likes.push({ postId, userId, createdAt: new Date(at(random.below(600))) })
  }
  community.posts.push({
    id: postId,
    authorId,
    body: thread.body,
    createdAt,
    likes: liking.length,
    comments: thread.answers.length + more,
  })
}

/** Ids that sort by their moment, as the app makes them, but the same for the same seed. */
class Moments {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  at(milliseconds: number): { id: string; createdAt: Date } {
    const msecs = Math.floor(milliseconds)
    const random = Uint8Array.from({ length: 16 }, () => this.#random.below(256))
    return { id: uuidv7({ msecs, random, seq: 0 }), createdAt: new Date(msecs) }
  }
}
