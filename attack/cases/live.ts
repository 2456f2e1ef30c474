// Attacks on the live endpoints: connections, subscriptions, replay, snapshots, and readers who do not read.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { only, upgrade } from '../attack.ts'
import { maxTopics } from '#live/protocol/limits.ts'
import type { Attack, Case } from '../attack.ts'

const lazyReaders = 40

export const liveCases: Case[] = [
  {
    name: 'streams given up at once',
    promised: 'their places are free again',
    async run(attack) {
      const { cookie } = attack.site
      await attack.flood(30, async () => {
        const socket = await attack.raw('/live/sse?topics=feed', { cookie })
        if (Math.random() < 0.5) socket.resetAndDestroy()
        else socket.destroy()
      })
      for (let waited = 0; waited < 100 && (await attack.connections()) > 0; waited += 1) {
        await pause(100)
      }
      attack.count(`${await attack.connections()} left`)
    },
    kept: (seen) => only(seen, '0 left'),
  },
  {
    name: 'upgrades refused and reset',
    promised: 'nothing is thrown that nobody catches',
    run: (attack) =>
      attack.flood(30, async () => {
        const socket = await attack.raw('/nothing-here', upgrade())
        socket.resetAndDestroy()
      }),
    kept: (seen) => only(seen),
  },
  {
    name: 'a flood of subscribe',
    promised: 'one after the other; in time rate_limited and closed with 1008',
    run: (attack) =>
      attack.flood(1, () =>
        attack.speak(() => ({ type: 'subscribe', ref: 's', topics: topicsOf(attack) })),
      ),
    kept: (seen) => only(seen, 'rate_limited', 'closed 1008', 'closed 1006', 429),
  },
  {
    name: 'a flood of seen',
    promised: 'rate_limited, then closed with 1008',
    run: (attack) =>
      attack.flood(1, () =>
        attack.speak(() => ({ type: 'seen', id: attack.site.oldest, transport: 'websocket' })),
      ),
    kept: (seen) => 'rate_limited' in seen && 'closed 1008' in seen,
  },
  {
    name: 'replay from the oldest cursor, polled',
    promised: 'answered in its turn, in time refused with 429',
    run: (attack) =>
      attack.flood(10, () => attack.ask(`/live/poll?topics=feed&wait=0&${since(attack)}`)),
    kept: (seen) => only(seen, 200, 429),
  },
  {
    name: 'replay from the oldest cursor, subscribed',
    promised: 'one after the other; in time rate_limited and closed with 1008',
    run: (attack) =>
      attack.flood(3, () =>
        attack.speak(() => ({
          type: 'subscribe',
          ref: 's',
          topics: ['feed'],
          since: attack.site.oldest,
        })),
      ),
    kept: (seen) => only(seen, 'rate_limited', 'closed 1008', 'closed 1006', 429),
  },
  {
    name: `snapshots of ${maxTopics} topics`,
    promised: 'refused with 429',
    run: (attack) => {
      const topics = topicsOf(attack).join(',')
      return attack.flood(10, () => attack.ask(`/live/snapshot?topics=${topics}`))
    },
    kept: (seen) => '429' in seen && only(seen, 200, 429),
  },
  {
    name: 'readers who do not read',
    promised: 'cut or refused; the others hear of nothing',
    async run(attack) {
      const topics = topicsOf(attack).join(',')
      await attack.flood(lazyReaders, async () => {
        const paths = [
          [`/live/sse?topics=feed,${topics}&${since(attack)}`, 1],
          [`/live/snapshot?topics=feed`, 500],
        ] as const
        const [path, times] = Math.random() < 0.5 ? paths[0] : paths[1]
        const socket = await attack.raw(path, {}, times)
        socket.pause()
        await Promise.race([
          pause(2000),
          new Promise((resolve) => socket.once('close', () => resolve(attack.count('cut')))),
        ])
        socket.destroy()
      })
    },
    kept: () => true,
  },
  {
    name: 'subscribers of topics that are not there',
    promised: 'refused with 429',
    run: (attack) =>
      attack.flood(10, () => {
        const topics = Array.from({ length: maxTopics }, () => `post:${randomUUID()}`)
        return attack.ask(`/live/poll?topics=${topics.join(',')}`)
      }),
    kept: (seen) => '429' in seen && only(seen, 404, 429),
  },
]

function topicsOf(attack: Attack): string[] {
  return attack.site.postIds.slice(0, maxTopics).map((id) => `post:${id}`)
}

function since(attack: Attack): string {
  return `since=${encodeURIComponent(attack.site.oldest)}`
}
