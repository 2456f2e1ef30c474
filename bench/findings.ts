// What the benchmarks found last, as the charts and tables of the docs take it, and how figures are written there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const folder = join(import.meta.dirname, 'results')
const spread = z.object({ min: z.number(), median: z.number(), max: z.number() })
export const load = z.object({ perSecond: spread, p99: z.number(), bytes: z.number() })
export const rate = z.object({ perSecond: z.number(), median: z.number(), p99: z.number() })
export const delay = z.object({ median: z.number(), p99: z.number() })
export const fanOut = z.record(
  z.string(),
  z.array(
    z.object({
      watchers: z.number(),
      cpuPerDelivery: z.number(),
      bytesPerConnection: z.number(),
      median: z.number(),
      p99: z.number(),
    }),
  ),
)

/** What a benchmark found last. Throws when it has never been run. */
export function found<T>(name: string, schema: z.ZodType<T>): T {
  const text = readFileSync(join(folder, `${name}.json`), 'utf8')
  return z.object({ figures: schema }).parse(JSON.parse(text)).figures
}

/** A number without its fraction. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en')
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`
export const isOwn = (name: string): boolean => name.startsWith('Hubbub')

/** Of the benchmark of page views. */
export function pagesFound() {
  const shape = { staticPage: load, empty: load, feed: load, post: load, busy: load, own: load }
  return found('pages', z.object(shape))
}

/** Of the benchmark of growth. */
export function growthFound() {
  return found(
    'growth',
    z.object({
      sizes: z.array(z.number()),
      medians: z.record(z.string(), z.array(z.number())),
    }),
  )
}
