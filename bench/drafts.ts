// How long a keystroke takes to another one's screen, beside a plain Hocuspocus server that keeps nothing.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestWriter } from '#server/integration/test-writer.ts'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { Peer } from './peers/processes.ts'
import { record } from './results.ts'

const keystrokes = 300
const pauseMs = 20

export async function drafts(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const plain = new Peer('serve.ts', ['hocuspocus'])
  const plainPort = (await plain.next('ready')).port
  const usual = await measure(`http://127.0.0.1:${plainPort}`, 'draft', null)
  print('a plain Hocuspocus server', usual)
  await plain.stop()

  const server = new Peer('serve.ts', ['hubbub'], { DATA_DIR: folder, DATABASE_URL: '', PORT: '0' })
  const { port } = await server.next('ready')
  const url = `http://127.0.0.1:${port}`
  const person = await signUp(url)
  const response = await fetch(`${url}/live/commands`, {
    method: 'POST',
    headers: { origin: url, cookie: person.cookie },
    body: JSON.stringify({ type: 'createDraft', ref: randomUUID() }),
  })
  const { result } = (await response.json()) as { result: { draftId: string } }
  const kept = await measure(url, result.draftId, person)
  print('Hubbub, which keeps each first', kept)
  console.log(`  ratio of the medians ${(at(kept, 0.5) / at(usual, 0.5)).toFixed(2)}`)
  record('drafts', {
    hocuspocus: { median: at(usual, 0.5), p99: at(usual, 0.99) },
    hubbub: { median: at(kept, 0.5), p99: at(kept, 0.99) },
  })
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measure(
  url: string,
  draftId: string,
  person: { cookie: string } | null,
): Promise<number[]> {
  const [writer, reader] = [1, 2].map(() => new TestWriter({ url }, draftId, person)) as [
    TestWriter,
    TestWriter,
  ]
  while (!writer.synced || !reader.synced) await pause(10)
  const delays: number[] = []
  for (let count = 0; count < keystrokes; count += 1) {
    const seen = new Promise<void>((resolve) => reader.document.once('update', () => resolve()))
    const from = performance.now()
    writer.text.insert(writer.text.length, 'x')
    // One after the other, as fingers are.
    await seen
    delays.push(performance.now() - from)
    await pause(pauseMs)
  }
  writer.end()
  reader.end()
  return delays.toSorted((a, b) => a - b)
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN
}

function print(name: string, delays: readonly number[]): void {
  console.log(
    `  ${name}: median ${at(delays, 0.5).toFixed(2)} ms, p99 ${at(delays, 0.99).toFixed(2)} ms`,
  )
}
