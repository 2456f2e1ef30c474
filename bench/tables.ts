// The tables of the docs.
import { z } from 'zod'
import { delay, fanOut, found, growthFound, load, ms, pagesFound, rate, whole } from './findings.ts'

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Of the numbers of watchers, so many are in the table. */
const largestSizes = 2

/** By the name that stands in the comment before its place. */
export const tables: Record<string, () => string> = {
  'fan-out': () => {
    const all = found('fan-out', fanOut)
    const to = (value: number, other = 1): string => `${(value / other).toFixed(2)} ×`
    const floor = new Map(all['bare ws']?.map((figures) => [figures.watchers, figures]))
    const rows = [...floor].slice(-largestSizes).flatMap(([watchers, ws]) =>
      Object.entries(all).flatMap(([name, figures]) => {
        const each = figures.find((one) => one.watchers === watchers)
        if (!each) return []
        return [
          [
            `${name}, ${whole(watchers)} watchers`,
            `${each.cpuPerDelivery.toFixed(1)} µs (${to(each.cpuPerDelivery, ws.cpuPerDelivery)})`,
            `${(each.bytesPerConnection / 1024).toFixed(1)} KiB (${to(each.bytesPerConnection, ws.bytesPerConnection)})`,
            ms(each.median),
            `${ms(each.p99)} (${to(each.p99, ws.p99)})`,
          ],
        ]
      }),
    )
    return table(
      ['', 'CPU for a delivery', 'memory of a connection', 'median', 'slowest hundredth'],
      rows,
    )
  },
  pages: () => {
    const pages = pagesFound()
    const names = {
      staticPage: 'a static page of Next',
      empty: 'an empty dynamic page of Next',
      feed: 'the feed',
      busy: 'the feed, changing 20 times a second',
      post: 'a post with 25 comments',
      own: 'the feed, signed in',
    } as const
    return table(
      ['', 'requests a second (least to most)', 'to the static page', 'slowest hundredth'],
      Object.entries(names).map(([key, name]) => {
        const { perSecond, p99 } = pages[key as keyof typeof names]
        const { min, median, max } = perSecond
        const ratio = median / pages.staticPage.perSecond.median
        return [
          name,
          `${whole(median)} (${whole(min)} to ${whole(max)})`,
          `${ratio.toFixed(2)} ×`,
          ms(p99),
        ]
      }),
    )
  },
  writing: () => {
    const { plain, grouped } = found('likes', z.object({ plain: rate, grouped: rate }))
    const { empty, like } = found('actions', z.object({ empty: load, like: load }))
    const row = (name: string, perSecond: number, p99: number, ratio: number): string[] => [
      name,
      whole(perSecond),
      ms(p99),
      `${ratio.toFixed(2)} ×`,
    ]
    return table(
      ['', 'a second', 'slowest hundredth', 'to the peer'],
      [
        row('a transaction for each like', plain.perSecond, plain.p99, 1),
        row(
          'likes over 64 WebSockets',
          grouped.perSecond,
          grouped.p99,
          grouped.perSecond / plain.perSecond,
        ),
        row('an action of Next that does nothing', empty.perSecond.median, empty.p99, 1),
        row(
          'a like by a server action',
          like.perSecond.median,
          like.p99,
          like.perSecond.median / empty.perSecond.median,
        ),
      ],
    )
  },
  growth: () => {
    const { sizes, medians } = growthFound()
    return table(
      ['median, in ms', ...sizes.map((size) => `${whole(size)} posts`), 'ratio'],
      Object.entries(medians).map(([name, values]) => [
        name,
        ...values.map((value) => value.toFixed(2)),
        ((values.at(-1) ?? 0) / (values[0] ?? 1)).toFixed(2),
      ]),
    )
  },
  talk: () => {
    const drafts = found('drafts', z.object({ hocuspocus: delay, hubbub: delay }))
    const rooms = found(
      'rooms',
      z.object({
        members: z.number(),
        rates: z.array(z.object({ rate: z.number(), median: z.number(), p99: z.number() })),
      }),
    )
    return table(
      ['', 'median', 'slowest hundredth'],
      [
        ...rooms.rates.map(({ rate: perSecond, median, p99 }) => [
          `${perSecond} messages a second to ${rooms.members} members of a room`,
          ms(median),
          ms(p99),
        ]),
        [
          'a keystroke, a plain Hocuspocus server',
          ms(drafts.hocuspocus.median),
          ms(drafts.hocuspocus.p99),
        ],
        [
          'a keystroke, Hubbub, which keeps it first',
          ms(drafts.hubbub.median),
          ms(drafts.hubbub.p99),
        ],
      ],
    )
  },
  storm: () => {
    const hot = found(
      'hot-post',
      z.object({
        watchers: z.number(),
        said: z.number(),
        right: z.number(),
        median: z.number(),
        p99: z.number(),
        longest: z.number(),
        cpuPerLike: z.number(),
        socketIoCpuPerLike: z.number(),
      }),
    )
    const back = found(
      'restart',
      z.object({ watchers: z.number(), backAfter: z.number(), transactions: z.number() }),
    )
    return table(
      ['', ''],
      [
        [
          `one post liked ${whole(hot.said)} times in 10 s before ${whole(hot.watchers)} watchers`,
          `${whole(hot.right)} end on the right count; median ${ms(hot.median)}, slowest hundredth ${ms(hot.p99)}, longest ${ms(hot.longest)}`,
        ],
        [
          `CPU for one such like, with its commit; Socket.IO, which keeps nothing`,
          `${hot.cpuPerLike.toFixed(2)} ms; ${hot.socketIoCpuPerLike.toFixed(1)} ms (${(hot.socketIoCpuPerLike / hot.cpuPerLike).toFixed(0)} × as much)`,
        ],
        [
          `a restart under ${whole(back.watchers)} watchers`,
          `all back after ${back.backAfter.toFixed(1)} s, ${back.transactions} transactions of the database meanwhile`,
        ],
      ],
    )
  },
  browser: () => {
    const browser = found(
      'browser',
      z.object({
        feedScripts: z.number(),
        emptyScripts: z.number(),
        likeFrames: z.array(z.number()),
        shift: z.number(),
        minutes: z.number(),
        posts: z.number(),
        frames: z.number(),
        dropped: z.number(),
        scores: z.record(z.string(), z.number()).nullable(),
      }),
    )
    const sample = z.object({ minute: z.number(), bytes: z.number() })
    const hour = found('tab', z.object({ perHour: z.number(), first: sample, last: sample }))
    const scores = Object.entries(browser.scores ?? {}).map(([name, score]) => `${name} ${score}`)
    const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`
    return table(
      ['', ''],
      [
        [
          'scripts of the first page, gzip',
          `${kib(browser.feedScripts)}; an empty page of Next has ${kib(browser.emptyScripts)}`,
        ],
        ['Lighthouse, on the settings of a phone', scores.join(', ') || 'could not be had'],
        ['from a tap on Like to the painted heart', `${Math.max(...browser.likeFrames)} frame`],
        [
          `layout shift, through ${browser.minutes} minutes of 100 changes a second`,
          browser.shift.toFixed(4),
        ],
        [
          `memory of a tab after ${hour.first.minute} and after ${hour.last.minute} minutes of 100 changes and half a post a second (\`npm run bench tab\`)`,
          `${kib(hour.first.bytes)}, ${kib(hour.last.bytes)}; ${kib(hour.perHour)} an hour by least squares`,
        ],
        [
          `${whole(browser.posts)} posts scrolled at a quarter of the speed, 100 changes a second`,
          `${browser.dropped} of ${browser.frames} frames late`,
        ],
      ],
    )
  },
}
