// The memory of a tab that stays live for an hour under load: the feed on a phone, 100 changes a second, and a new
// post and a comment by somebody else every other second.
import type { CDPSession } from '@playwright/test'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { onPhone } from './phone.ts'
import { record } from './results.ts'
import { deltasPerSecond, Speaker } from './speaker.ts'

const minutes = Number(process.env['BENCH_MINUTES'] ?? 60)
const writeEveryMs = 2000

interface Sample {
  minute: number
  bytes: number
  /** Of the document. */
  nodes: number
  listeners: number
}

export async function tab(): Promise<void> {
  await onPhone(
    () => undefined,
    async ({ origin, session }) => {
      const speaker = await Speaker.open(origin, (await signUp(origin)).cookie)
      speaker.begin()
      speaker.write(writeEveryMs)
      await session.send('Performance.enable')
      const samples: Sample[] = []
      const began = Date.now()
      for (let minute = 1; minute <= minutes; minute += 1) {
        await pause(began + minute * 60_000 - Date.now())
        samples.push(await sampleOf(session, minute))
      }
      speaker.end()
      const settled = samples.slice(Math.floor(samples.length / 6))
      const perHour = slopeOf(settled) * 60
      const [first, last] = [settled[0], settled.at(-1)]
      console.log(
        `  ${deltasPerSecond} changes a second for ${minutes} min: ${kib(first?.bytes)} KiB after ${first?.minute} min, ` +
          `${kib(last?.bytes)} KiB at the end, ${kib(perHour)} KiB an hour by least squares; ` +
          `${first?.nodes} nodes and ${first?.listeners} listeners, then ${last?.nodes} and ${last?.listeners}`,
      )
      record('tab', { minutes, deltasPerSecond, perHour, first, last, samples })
    },
  )
}

async function sampleOf(session: CDPSession, minute: number): Promise<Sample> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage')
  const { metrics } = await session.send('Performance.getMetrics')
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0
  return { minute, bytes, nodes: metric('Nodes'), listeners: metric('JSEventListeners') }
}

/** Bytes a minute, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [x, y] = [mean(({ minute }) => minute), mean(({ bytes }) => bytes)]
  const across = mean(({ minute, bytes }) => (minute - x) * (bytes - y))
  return across / mean(({ minute }) => (minute - x) ** 2)
}

function kib(bytes = Number.NaN): string {
  return (bytes / 1024).toFixed(0)
}
