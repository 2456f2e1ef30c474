// Puts a server under load from another processor, some rounds of it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Requests } from './peers/load.ts'
import { canPin, loadCore } from './pinned.ts'
import { spreadOf } from './results.ts'
import type { Spread } from './results.ts'

const run = promisify(execFile)
const rounds = 5
const seconds = 3

interface Load {
  perSecond: number
  median: number
  p99: number
  bytes: number
  statuses: Record<string, number>
}

export interface LoadFigures {
  perSecond: Spread
  /** Milliseconds. */
  p99: number
  /** Of one response. */
  bytes: number
}

/** Prints what it found. Throws when an answer was another than 200. */
export async function underLoad(
  name: string,
  origin: string,
  connections: number,
  requests: Requests,
): Promise<LoadFigures> {
  const { port } = new URL(origin)
  const once = async (): Promise<Load> => {
    const args = ['bench/peers/load.ts', port, String(connections), String(seconds)]
    const node = [process.execPath, ...args, JSON.stringify(requests)]
    const [program = '', ...rest] = canPin ? ['taskset', '-c', loadCore, ...node] : node
    return JSON.parse((await run(program, rest)).stdout) as Load
  }
  await once()
  const loads: Load[] = []
  for (let round = 0; round < rounds; round += 1) loads.push(await once())
  for (const { statuses } of loads) {
    if (Object.keys(statuses).join() !== '200') throw new Error(JSON.stringify(statuses))
  }
  const figures = {
    perSecond: spreadOf(loads.map((load) => load.perSecond)),
    p99: spreadOf(loads.map((load) => load.p99)).median,
    bytes: loads[0]?.bytes ?? 0,
  }
  const { min, median, max } = figures.perSecond
  console.log(
    `  ${name}: ${median.toFixed(0)}/s (${min.toFixed(0)} to ${max.toFixed(0)}), p99 ${figures.p99.toFixed(1)} ms, ${figures.bytes} bytes`,
  )
  return figures
}
