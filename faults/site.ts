// One production server of a case, which can be killed, frozen and started again on its data.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../e2e/free-port.ts'
import { spawnServer } from '../e2e/spawn-server.ts'
import type { ServerProcess } from '../e2e/spawn-server.ts'
import type { TestFolder } from '#platform/test-folder.ts'
import {
  clusterFolder,
  embeddedUrl,
  runningServer,
  superuserUrl,
} from '#platform/postgres/cluster-folder.ts'
import { until } from './until.ts'

const startLimitMs = 60_000
const stopLimitMs = 30_000

interface Health {
  status: number
  problems: readonly string[]
}

export class FaultySite {
  readonly dataDir: string
  readonly port: number
  readonly origin: string
  /** Its log so far. */
  said = ''
  readonly #folder: TestFolder
  readonly #settings: Record<string, string>
  #process: ServerProcess | null = null

  constructor(folder: TestFolder, name: string, port: number, settings: Record<string, string>) {
    this.#folder = folder
    this.#settings = settings
    this.dataDir = settings['DATA_DIR'] ?? join(folder.path, name)
    this.port = port
    this.origin = `http://127.0.0.1:${port}`
  }

  static async at(
    folder: TestFolder,
    name: string,
    settings: Record<string, string>,
  ): Promise<FaultySite> {
    return new FaultySite(folder, name, await freePort(), settings)
  }

  /** Starts the process and does not wait. */
  spawn(stderr: 'inherit' | 'pipe' = 'inherit'): ServerProcess {
    const child = spawnServer({
      stderr,
      dataDir: this.dataDir,
      port: this.port,
      settings: { HOST: '127.0.0.1', RATE_LIMIT: 'off', LIVE_TRANSPORTS: '', ...this.#settings },
    })
    if (child.pid !== undefined) this.#folder.watch(child.pid)
    child.stdout.on('data', (bytes) => (this.said += String(bytes)))
    this.#process = child
    return child
  }

  /** Resolves when it is ready, with how long that took. */
  async start(): Promise<number> {
    this.spawn()
    return this.untilWell(startLimitMs)
  }

  untilWell(limitMs: number): Promise<number> {
    return until('/healthz is 200', limitMs, async () => (await this.health()).status === 200)
  }

  async health(): Promise<Health> {
    try {
      const response = await fetch(`${this.origin}/healthz`, { signal: AbortSignal.timeout(5000) })
      const { problems } = (await response.json()) as { problems: string[] }
      return { status: response.status, problems }
    } catch {
      return { status: 0, problems: [] }
    }
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('the server does not run')
    return pid
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  /** Ends it and tells how: its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(stopLimitMs) })
    child.kill(signal)
    const [code] = (await ended) as [number | null]
    return code
  }

  /** Of the embedded database. */
  get databasePid(): number {
    const pid = runningServer(clusterFolder(this.dataDir).cluster)?.pid
    if (pid === undefined) throw new Error('the embedded database does not run')
    return pid
  }

  /** The app's address of the database. */
  get databaseUrl(): string {
    const url = this.#settings['DATABASE_URL'] || embeddedUrl(this.dataDir)
    if (!url) throw new Error('the embedded database is not ready')
    return url
  }

  /** Runs a statement in the embedded database as whoever may do everything there. */
  async queryAsSuperuser(sql: string): Promise<void> {
    const folder = clusterFolder(this.dataDir)
    const port = runningServer(folder.cluster)?.port
    if (port === undefined) throw new Error('the embedded database does not run')
    await this.query(sql, superuserUrl(readFileSync(folder.password, 'utf8').trim(), port))
  }

  /** Runs a statement beside the app. */
  async query<R extends pg.QueryResultRow>(sql: string, url = this.databaseUrl): Promise<R[]> {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const { rows } = await client.query<R>(sql)
      return rows
    } finally {
      await client.end()
    }
  }
}
