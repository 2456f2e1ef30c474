// Processes that are killed, told to stop or frozen.
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { logLock } from '#live/server/log/append.ts'
import { clusterFolder, runningServer } from '#platform/postgres/cluster-folder.ts'
import type { Fault } from '../fault.ts'
import type { FaultySite } from '../site.ts'
import { seconds, until } from '../until.ts'

const kills = 5
const moments = 9

export const deaths: readonly Fault[] = [
  {
    name: `the server is killed (kill -9), ${kills} times`,
    promised: 'started again it goes on, and every reader from where it was',
    withinMs: 15_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      let recoveredMs = 0
      for (let kill = 0; kill < kills; kill += 1) {
        await crowd.more(20)
        await site.end('SIGKILL')
        const again = crowd.again()
        await site.start()
        recoveredMs = Math.max(recoveredMs, await again)
      }
      return { seen: await crowd.verdict(), recoveredMs }
    },
  },
  {
    name: `the embedded database is killed (kill -9), ${kills} times`,
    promised: 'it is started again by the server',
    withinMs: 15_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      let recoveredMs = 0
      for (let kill = 0; kill < kills; kill += 1) {
        await crowd.more(20)
        process.kill(site.databasePid, 'SIGKILL')
        recoveredMs = Math.max(recoveredMs, await crowd.again())
      }
      await site.untilWell(10_000)
      return { seen: await crowd.verdict(), recoveredMs }
    },
  },
  {
    name: 'the embedded database is told to stop (SIGTERM)',
    promised: 'the stop is finished, and it is started again',
    withinMs: 15_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const before = site.databasePid
      process.kill(before, 'SIGTERM')
      await until('that database has ended', 20_000, () => {
        const server = runningServer(clusterFolder(site.dataDir).cluster)
        return server?.pid !== before
      })
      const recoveredMs = await crowd.again()
      await site.untilWell(10_000)
      return { seen: await crowd.verdict(), recoveredMs }
    },
  },
  {
    name: 'all connections to the database are ended',
    promised: 'new ones are made',
    withinMs: 5_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      await site.queryAsSuperuser(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
      const recoveredMs = await crowd.again()
      await site.untilWell(20_000)
      return { seen: await crowd.verdict(), recoveredMs }
    },
  },
  {
    name: `kill -9 of server and database at ${moments} moments of the first start`,
    promised: 'the next start makes what is missing',
    withinMs: 60_000,
    async run(world) {
      let recoveredMs = 0
      for (let moment = 1; moment <= moments; moment += 1) {
        const site = await world.unstarted()
        site.spawn()
        await pause(moment * 350)
        const database = runningServer(clusterFolder(site.dataDir).cluster)?.pid
        await site.end('SIGKILL')
        if (database !== undefined) killIfThere(database)
        recoveredMs = Math.max(recoveredMs, await site.start())
        if ((await site.end()) !== 0) throw new Error(`moment ${moment}: it did not stop in order`)
      }
      return { seen: `ready after each of ${moments}`, recoveredMs }
    },
  },
  {
    name: 'one of two nodes is frozen while it holds the lock of the log',
    promised: 'the other writes again',
    withinMs: 10_000,
    async run(world) {
      const site = await world.site()
      const other = await world.site({ DATABASE_URL: site.databaseUrl })
      const crowd = await world.crowd(site)
      const busy = await world.crowd(other)
      await until('the frozen node holds the lock', 60_000, async () => {
        other.signal('SIGSTOP')
        if (await isLockStuck(site)) return true
        other.signal('SIGCONT')
        await pause(Math.random() * 20)
        return false
      })
      const recoveredMs = await crowd.again()
      other.signal('SIGCONT')
      await busy.again()
      await site.untilWell(10_000)
      return { seen: `${await crowd.verdict()}; at the other ${await busy.verdict()}`, recoveredMs }
    },
  },
  {
    name: 'stopped (SIGTERM) beside 200 readers that do not read',
    promised: 'code 0 within 10 s, no database left running',
    withinMs: 15_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const sockets = Array.from({ length: 200 }, () => {
        const socket = connect(site.port, '127.0.0.1').on('error', () => undefined)
        socket.write('GET /live/sse?topics=feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
        return socket.pause()
      })
      await pause(3000)
      const from = performance.now()
      const code = await site.end()
      const stoppedMs = performance.now() - from
      for (const socket of sockets) socket.destroy()
      if (code !== 0) throw new Error(`code ${code}`)
      if (stoppedMs > 10_000) throw new Error(`it ended after ${seconds(stoppedMs)}`)
      if (runningServer(clusterFolder(site.dataDir).cluster)) throw new Error('the database runs')
      const again = crowd.again()
      await site.start()
      const recoveredMs = await again
      return { seen: `ended after ${seconds(stoppedMs)}; ${await crowd.verdict()}`, recoveredMs }
    },
  },
]

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Whether one and the same connection has it for a while: with two who write that is the frozen one. */
async function isLockStuck(site: FaultySite): Promise<boolean> {
  const holders = async () => {
    const rows = await site.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${logLock} AND granted`,
    )
    return rows[0]?.pid
  }
  const first = await holders()
  await pause(300)
  return first !== undefined && first === (await holders())
}
