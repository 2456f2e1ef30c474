// A database that takes no changes for a while, or is not what it was.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { logLock } from '#live/server/log/append.ts'
import { NotHere } from '../fault.ts'
import type { Fault } from '../fault.ts'
import type { FaultySite } from '../site.ts'
import { seconds, until } from '../until.ts'

const noticeLimitMs = 20_000

export const databaseFaults: readonly Fault[] = [
  {
    name: 'something holds the lock of the log for 25 s',
    promised: '/healthz says so, and why; commands are answered meanwhile',
    withinMs: 5_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const holder = new pg.Client({ connectionString: site.databaseUrl })
      await holder.connect()
      await holder.query('BEGIN')
      await holder.query(`SELECT pg_advisory_xact_lock(${logLock})`)
      const from = performance.now()
      const { afterMs, problem } = await noticed(site)
      await pause(Math.max(0, 25_000 - (performance.now() - from)))
      const answered = crowd.refused.get('unavailable') ?? 0
      if (answered === 0) throw new Error('no command was answered')
      const again = crowd.again()
      await holder.query('ROLLBACK')
      await holder.end()
      const recoveredMs = await again
      await site.untilWell(15_000)
      const seen = `noticed after ${seconds(afterMs)} (“${problem}”), ${answered} × unavailable`
      return { seen: `${seen}; ${await crowd.verdict()}`, recoveredMs }
    },
  },
  {
    name: 'the database becomes read-only, and takes changes again',
    promised: '/healthz says so, and why',
    withinMs: 5_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      await site.queryAsSuperuser('ALTER SYSTEM SET default_transaction_read_only = on')
      await site.queryAsSuperuser('SELECT pg_reload_conf()')
      const { afterMs, problem } = await noticed(site)
      const again = crowd.again()
      await site.queryAsSuperuser('ALTER SYSTEM RESET default_transaction_read_only')
      await site.queryAsSuperuser('SELECT pg_reload_conf()')
      const recoveredMs = await again
      await site.untilWell(15_000)
      const seen = `noticed after ${seconds(afterMs)} (“${problem}”)`
      return { seen: `${seen}; ${await crowd.verdict()}`, recoveredMs }
    },
  },
  {
    name: 'the disk is full, and freed',
    promised: '/healthz says so, and why, and the log says it once',
    withinMs: 15_000,
    async run(world) {
      const disk = join(world.folder.path, 'disk')
      mkdirSync(disk)
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=755', 'tmpfs', disk])
      if (mounted.status !== 0) throw new NotHere('mounting a small disk needs root')
      try {
        const { site, crowd } = await world.busy({ DATA_DIR: join(disk, 'data') })
        const filler = join(disk, 'filler')
        const from = performance.now()
        let found: Awaited<ReturnType<typeof noticed>> | null = null
        while (!found) {
          fill(disk, filler)
          if (performance.now() - from > 120_000) throw new Error('it was not noticed')
          found = await noticed(site, 500).catch(() => null)
        }
        const said = site.said.match(/commits fail/g)?.length ?? 0
        if (said !== 1) throw new Error(`the log says it ${said} times`)
        const again = crowd.again()
        rmSync(filler)
        const recoveredMs = await again
        await site.untilWell(15_000)
        const seen = `“${found.problem}”, once in the log; ${await crowd.verdict()}`
        await site.end()
        return { seen, recoveredMs }
      } finally {
        spawnSync('umount', ['-l', disk])
      }
    },
  },
  {
    name: 'a backup that was made while people write is restored',
    promised: 'readers who had read more read anew, and changes are taken',
    withinMs: 60_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const copy = join(world.folder.path, 'copy')
      const made = spawnSync(process.execPath, ['scripts/backup.ts', copy], {
        env: { ...process.env, DATA_DIR: site.dataDir, DATABASE_URL: '' },
        encoding: 'utf8',
      })
      if (made.status !== 0) throw new Error(made.stderr)
      await crowd.again()
      const seen = await crowd.verdict()
      const cursor = await cursorOf(site)
      await site.end()
      rmSync(site.dataDir, { recursive: true })
      cpSync(copy, site.dataDir, { recursive: true })
      const recoveredMs = await site.start()
      const poll = await fetch(`${site.origin}/live/poll?topics=feed&since=${cursor}&wait=0`)
      const { reset } = (await poll.json()) as { reset?: boolean }
      if (reset !== true) throw new Error('a cursor of what is gone got no reset')
      const again = await world.crowd(site)
      return { seen: `before: ${seen}; after: ${await again.verdict()}`, recoveredMs }
    },
  },
]

/** How long until `/healthz` fails, and what it says then. */
async function noticed(site: FaultySite, limitMs = noticeLimitMs) {
  let problem = ''
  const afterMs = await until('/healthz says what is wrong', limitMs, async () => {
    const { status, problems } = await site.health()
    problem = problems.join(' ')
    return status === 503 && problem !== ''
  })
  return { afterMs, problem }
}

/** Takes what room is left. */
function fill(disk: string, filler: string): void {
  const { bavail, bsize } = statfsSync(disk)
  try {
    writeFileSync(filler, Buffer.alloc(bavail * bsize), { flag: 'a' })
  } catch {
    // Somebody else was quicker: it is full.
  }
}

async function cursorOf(site: FaultySite): Promise<string> {
  const response = await fetch(`${site.origin}/live/snapshot?topics=feed`)
  return ((await response.json()) as { cursor: string }).cursor
}
