// The charts of the docs.
import { z } from 'zod'
import { bars, lines } from './charts.ts'
import type { Bar, Line } from './charts.ts'
import { fanOut, found, growthFound, isOwn, pagesFound, rate, whole } from './findings.ts'
import type { load } from './findings.ts'

/** By the name of the file. */
export const charts: Record<string, () => string> = {
  'delay.svg': () =>
    lines(
      'One change to all watchers: the slowest hundredth, in ms',
      Object.entries(found('fan-out', fanOut)).map(([label, all]): Line => ({
        label,
        own: isOwn(label),
        points: all.map(({ watchers, p99 }) => [watchers, p99]),
        ...(label.includes('SSE') ? { stroke: 'dash' } : {}),
        ...(label === 'Socket.IO' ? { stroke: 'dots' } : {}),
      })),
      { x: (at) => `${whole(at)}`, y: whole, logarithmic: false },
    ),
  'cpu.svg': () => ofLargest('CPU for a delivery, in µs', (each) => each.cpuPerDelivery),
  'memory.svg': () =>
    ofLargest('Memory of a connection, in KiB', (each) => each.bytesPerConnection / 1024),
  'likes.svg': () => {
    const { plain, grouped } = found('likes', z.object({ plain: rate, grouped: rate }))
    return bars('Durable likes a second, from 64 connections', [
      likeBar('a transaction for each', plain, false),
      likeBar('Hubbub', grouped, true),
    ])
  },
  'pages.svg': () => {
    const pages = pagesFound()
    const bar = (label: string, { perSecond }: z.infer<typeof load>, own: boolean): Bar => ({
      label,
      value: perSecond.median,
      words: `${whole(perSecond.median)}`,
      own,
    })
    return bars('Page views a second, one processor', [
      bar('an empty page of Next', pages.empty, false),
      bar('a static page of Next', pages.staticPage, false),
      bar('the feed', pages.feed, true),
      bar('the feed, while it changes', pages.busy, true),
      bar('a post', pages.post, true),
    ])
  },
  'growth.svg': () => {
    const { sizes, medians } = growthFound()
    const first = sizes[0] ?? 1
    const linear: Line = {
      label: 'linear',
      own: false,
      stroke: 'dots',
      points: sizes.map((size) => [size, size / first]),
    }
    const read = ['feed', 'a profile', 'a post', 'a room']
    const own = read.map((name, line): Line => {
      const values = medians[name] ?? []
      const points = sizes.map((size, index): [number, number] => [
        size,
        (values[index] ?? 0) / (values[0] ?? 1),
      ])
      // They lie upon each other: one name for all.
      return { label: line === 0 ? 'feed, profile, post, room' : '', own: true, points }
    })
    return lines('What reading costs with more posts, against the smallest', [linear, ...own], {
      x: (at) => `${whole(at)} posts`,
      y: (at) => `${at} ×`,
      logarithmic: true,
    })
  },
}

function likeBar(label: string, { perSecond }: z.infer<typeof rate>, own: boolean): Bar {
  return { label, value: perSecond, words: whole(perSecond), own }
}

function ofLargest(
  title: string,
  value: (figures: z.infer<typeof fanOut>[string][number]) => number,
): string {
  const all = Object.entries(found('fan-out', fanOut)).flatMap(([label, figures]): Bar[] => {
    const last = figures.at(-1)
    if (!last) return []
    return [{ label, value: value(last), words: value(last).toFixed(1), own: isOwn(label) }]
  })
  return bars(title, all)
}
