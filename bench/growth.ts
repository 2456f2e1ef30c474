// What reading costs with a hundred times as much in the database.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crowdReads, fillCrowd } from '#server/integration/test-crowd.ts'
import type { CrowdSize } from '#server/integration/test-crowd.ts'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { databaseAt, execute } from '#platform/postgres/test-server.ts'
import { record, spreadOf } from './results.ts'

const most = Number(process.env['BENCH_POSTS'] ?? 1_000_000)
const sizes = [most / 100, most / 10, most]
const rounds = 400

export async function growth(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const logger = createLogger('fatal')
  const server = await startEmbedded(join(folder, 'data'), logger)
  /** Milliseconds by name, one for each size. */
  const medians: Record<string, number[]> = {}
  for (const posts of sizes) {
    const found = await measure(server.superuserUrl, posts)
    for (const [name, median] of Object.entries(found)) (medians[name] ??= []).push(median)
  }
  for (const [name, values] of Object.entries(medians)) {
    const ratio = (values.at(-1) ?? 0) / (values[0] ?? 1)
    const words = values.map((ms) => ms.toFixed(2)).join(', ')
    console.log(`  ${name}: ${words} ms, ratio ${ratio.toFixed(2)}`)
  }
  record('growth', { sizes, medians })
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measure(serverUrl: string, posts: number): Promise<Record<string, number>> {
  const name = `crowd_${posts}`
  await execute(serverUrl, `CREATE DATABASE ${name}`)
  const url = databaseAt(serverUrl, name)
  await migrate(url, 'prisma/migrations', createLogger('fatal'))
  const size: CrowdSize = {
    people: 1000 + posts / 100,
    posts,
    likesPerPost: 10,
    comments: posts,
    messages: posts,
  }
  const began = performance.now()
  await fillCrowd(url, size)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`  ${posts} posts, ${posts * size.likesPerPost} likes, filled in ${seconds} s`)
  const db = openDatabase(url, 1)
  const medians: Record<string, number> = {}
  for (const [read, run] of Object.entries(await crowdReads(db, Math.random))) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const at = performance.now()
      await run()
      // The first ones fill caches.
      if (round >= rounds / 4) times.push(performance.now() - at)
    }
    medians[read] = spreadOf(times).median
  }
  await db.$disconnect()
  await execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
  return medians
}
