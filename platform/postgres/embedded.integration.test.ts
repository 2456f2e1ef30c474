import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { clusterFolder, embeddedUrl, runningServer } from './cluster-folder.ts'
import { startEmbedded } from './embedded.ts'
import { PostgresError } from './errors.ts'
import { eachFolder } from './test-each-folder.ts'
import { execute } from './test-server.ts'

const logger = createLogger('silent')
// A long limit, as some tests start whole processes.
vi.setConfig({ testTimeout: 60_000 })
const onLinux = process.platform === 'linux'
const own = eachFolder()

const pidOf = () => runningServer(clusterFolder(own.dataDir).cluster)?.pid

/** Starts another app on the same folder; resolves when its database is ready. */
async function startApp(): Promise<ChildProcess> {
  const code = `
    import { startEmbedded } from '#platform/postgres/embedded.ts'
    import { createLogger } from '#platform/logger.ts'
    const postgres = await startEmbedded(${JSON.stringify(own.dataDir)}, createLogger('silent'))
    process.on('SIGTERM', async () => { await postgres.stop(); process.exit() })
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  own.folder.watch(child.pid!)
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') break
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal)
  await once(child, 'exit')
}

describe('the embedded database', () => {
  test('starts, keeps its rows over a restart, and stops', async () => {
    const first = await startEmbedded(own.dataDir, logger)
    expect(embeddedUrl(own.dataDir)).toBe(first.url)
    await execute(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    await first.stop()
    expect(pidOf()).toBeUndefined()
    expect(embeddedUrl(own.dataDir)).toBeNull()

    const second = await startEmbedded(own.dataDir, logger)
    expect(second.url).toBe(first.url)
    expect(await execute(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
    await second.stop()
  })

  test('loses nothing by its settings, and listens to this machine alone', async () => {
    const { url, stop } = await startEmbedded(own.dataDir, logger)
    const settings = await execute(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
       'full_page_writes', 'data_checksums', 'listen_addresses', 'server_encoding') ORDER BY name`,
    )
    expect(settings.map(({ name, setting }) => `${String(name)}=${String(setting)}`)).toEqual([
      'data_checksums=on',
      'fsync=on',
      'full_page_writes=on',
      'listen_addresses=127.0.0.1',
      'server_encoding=UTF8',
      'synchronous_commit=on',
    ])
    const guess = new URL(url)
    guess.password = 'guess'
    await expect(execute(guess.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    expect((await stat(clusterFolder(own.dataDir).password)).mode & 0o777).toBe(0o600)
    await stop()
  })

  test('is adopted when it outlived a killed app', async () => {
    const app = await startApp()
    const pid = pidOf()
    await end(app, 'SIGKILL')
    await wait(200)
    expect(pidOf()).toBe(pid)
    const next = await startEmbedded(own.dataDir, logger)
    expect(pidOf()).toBe(pid)
    await next.stop()
    expect(pidOf()).toBeUndefined()
  })

  test('comes back after it was killed together with its app', async () => {
    const app = await startApp()
    const pid = pidOf()!
    process.kill(pid, 'SIGKILL')
    await end(app, 'SIGKILL')
    const next = await startEmbedded(own.dataDir, logger)
    expect(pidOf()).not.toBe(pid)
    expect(await execute(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await next.stop()
  })

  test('is started again at the same address when it alone was killed', async () => {
    const { url, stop } = await startEmbedded(own.dataDir, logger)
    const pid = pidOf()!
    process.kill(pid, 'SIGKILL')
    await expect
      .poll(() => execute(url, 'SELECT 1 AS one').catch(() => null), { timeout: 15_000 })
      .toEqual([{ one: 1 }])
    expect(pidOf()).not.toBe(pid)
    await stop()
    expect(pidOf()).toBeUndefined()
  })

  test('is started again when it alone was told to stop, whoever is connected', async () => {
    const postgres = await startEmbedded(own.dataDir, logger)
    const client = new pg.Client({ connectionString: postgres.url })
    client.on('error', () => undefined)
    await client.connect()
    const told = pidOf()!
    process.kill(told, 'SIGTERM')
    await vi.waitFor(() => execute(postgres.url, 'SELECT 1'), { timeout: 20_000, interval: 100 })
    expect(pidOf()).not.toBe(told)
    await client.end().catch(() => undefined)
    await postgres.stop()
    expect(pidOf()).toBeUndefined()
  })

  test('runs until the last app that uses it ends', async () => {
    const [here, app] = await Promise.all([startEmbedded(own.dataDir, logger), startApp()])
    await here.stop()
    expect(pidOf()).toBeDefined()
    await end(app, 'SIGTERM')
    expect(pidOf()).toBeUndefined()
  })

  test.runIf(onLinux)('is not ended by the Ctrl-C that ends its app', async () => {
    const { stop } = await startEmbedded(own.dataDir, logger)
    const stats = await readFile(`/proc/${pidOf()}/stat`, 'utf8')
    // The server has a process group of its own, so a terminal's signal does not reach it.
    expect(Number(stats.split(') ')[1]?.split(' ')[2])).toBe(pidOf())
    await stop()
  })

  test(
    'that does not hear is killed in the end, and loses nothing',
    { timeout: 60_000 },
    async () => {
      const first = await startEmbedded(own.dataDir, logger)
      await execute(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
      process.kill(pidOf()!, 'SIGSTOP')
      await first.stop()
      expect(pidOf()).toBeUndefined()
      const second = await startEmbedded(own.dataDir, logger)
      expect(await execute(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
      await second.stop()
    },
  )

  test('takes another port when a program has taken its own', async () => {
    const first = await startEmbedded(own.dataDir, logger)
    await first.stop()
    const server = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    await once(server, 'listening')
    const second = await startEmbedded(own.dataDir, logger)
    expect(second.url).not.toBe(first.url)
    expect(await execute(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await second.stop()
    server.close()
  })
})

describe('a data folder that is not as it should be', () => {
  test('a first start that was cut off is done again', async () => {
    const { home } = clusterFolder(own.dataDir)
    await mkdir(join(home, 'cluster.999999999.new/data/base'), { recursive: true })
    const { stop } = await startEmbedded(own.dataDir, logger)
    expect((await readdir(home)).toSorted()).toEqual(['cluster', 'password', 'port', 'server.log'])
    await stop()
  })

  test('a file in its place is named', async () => {
    await writeFile(own.dataDir, '')
    await expect(startEmbedded(own.dataDir, logger)).rejects.toThrow('set DATA_DIR to another')
  })

  test('a lock file that names another program is taken away', async () => {
    const first = await startEmbedded(own.dataDir, logger)
    const lock = join(clusterFolder(own.dataDir).cluster, 'postmaster.pid')
    const text = await readFile(lock, 'utf8')
    await first.stop()
    await writeFile(lock, text.replace(/^\d+/, String(process.pid)))
    const second = await startEmbedded(own.dataDir, logger)
    expect(pidOf()).not.toBe(process.pid)
    await second.stop()
  })

  test('a lost password, a wrong password and another version are told apart', async () => {
    const paths = clusterFolder(own.dataDir)
    await (await startEmbedded(own.dataDir, logger)).stop()
    const sentence = () => startEmbedded(own.dataDir, logger).catch((error: unknown) => error)

    const version = join(paths.cluster, 'PG_VERSION')
    const written = await readFile(version, 'utf8')
    await writeFile(version, '9\n')
    expect(await sentence()).toBeInstanceOf(PostgresError)
    expect(String(await sentence())).toContain('was written by PostgreSQL 9')
    await writeFile(version, written)

    await writeFile(paths.password, 'wrong\n')
    expect(String(await sentence())).toContain("is not the database's")
    expect(pidOf()).toBeUndefined()
    await rm(paths.password)
    expect(String(await sentence())).toContain('restore it from a backup')
  })

  test.runIf(onLinux && process.getuid?.() === 0)(
    'a folder that only root may enter is used all the same, and not as root',
    async () => {
      await mkdir(own.dataDir)
      await chmod(own.dataDir, 0o700)
      const { url, superuserUrl, stop } = await startEmbedded(own.dataDir, logger)
      expect((await stat(clusterFolder(own.dataDir).cluster)).uid).not.toBe(0)
      const status = await readFile(`/proc/${pidOf()}/status`, 'utf8')
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0')
      await execute(url, 'CREATE TABLE kept AS SELECT 1 AS one')
      await execute(superuserUrl, 'CHECKPOINT')
      await stop()
      const again = await startEmbedded(own.dataDir, logger)
      expect(await execute(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
      await again.stop()
    },
  )
})
