// What a benchmark found, kept as bench/results/<name>.json, from which the charts are drawn.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'results')

export const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`

export interface Spread {
  min: number
  median: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN
  return { min: at(0), median: at(0.5), max: at(1) }
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Puts the figures of a benchmark in place of those of its last run. */
export function record(name: string, figures: object): void {
  mkdirSync(folder, { recursive: true })
  const day = new Date().toISOString().slice(0, 10)
  const text = JSON.stringify(
    { name, day, machine, command: `npm run bench ${name}`, figures },
    null,
    2,
  )
  writeFileSync(join(folder, `${name}.json`), `${text}\n`)
}
