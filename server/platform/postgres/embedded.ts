// Runs the app's own PostgreSQL: starts it or adopts the one that outlived a crash, starts it again
// when it falls, and stops it when the last app that uses the folder ends.
/* oxlint-disable no-await-in-loop -- each look waits for the one before */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from '../logger.ts'
import { prepareAppRole } from './app-role.ts'
import {
  appPassword,
  databaseName,
  databaseUrl,
  runningServer,
  superuserUrl,
} from './cluster-folder.ts'
import { prepareCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { PostgresError, errorCode, isPassing } from './errors.ts'
import { freePort, launch, removeStaleLock, shutDown } from './postmaster.ts'
import type { Launched } from './postmaster.ts'

export interface EmbeddedPostgres {
  /** Of the role that owns the database. */
  url: string
  /** For what is about the whole server. */
  superuserUrl: string
  stop(): Promise<void>
}

/** How long one that is there may not answer, or refuse to start, before it is called broken. */
const answerLimitMs = 30_000
/** After a crash the server first replays what it had written ahead. */
const recoveryLimitMs = 600_000
const tellMs = 5000
const lookMs = 25
/** How often a server that runs is looked at: one that is told to stop would wait for our own connections for ever. */
const watchMs = 500

/** The advisory lock that each app holds, shared, while it uses the database: "hubp" in ASCII. */
const useLock = 0x68756270

/** Starts the database in `dataDir`, or takes over the one that runs there. Ready when it resolves. */
export async function startEmbedded(dataDir: string, logger: Logger): Promise<EmbeddedPostgres> {
  try {
    const cluster = await prepareCluster(dataDir, logger)
    const keeper = new Keeper(cluster, logger)
    await keeper.start()
    return {
      url: databaseUrl(cluster.password, keeper.port),
      superuserUrl: superuserUrl(cluster.password, keeper.port),
      stop: () => keeper.stop(),
    }
  } catch (error) {
    throw folderError(error, dataDir) ?? error
  }
}

class Keeper {
  readonly #cluster: Cluster
  readonly #logger: Logger
  #holder: pg.Client | null = null
  /** The server that the present attempt started, if any. */
  #launched: Launched | null = null
  #stopping = false
  #healing: Promise<void> | null = null
  #finishing: Promise<unknown> | null = null
  #timer: NodeJS.Timeout | undefined
  port = 0

  constructor(cluster: Cluster, logger: Logger) {
    this.#cluster = cluster
    this.#logger = logger
  }

  async start(): Promise<void> {
    const { folder } = this.#cluster
    const kept = Number(await readFile(folder.port, 'utf8').catch(() => '0'))
    this.#holder = await this.#bringUp(() => freePort(Number.isInteger(kept) ? kept : 0))
    this.#watch(this.#holder)
    this.port = runningServer(folder.cluster)?.port ?? this.port
    await writeFile(folder.port, `${this.port}\n`)
    this.#timer = setInterval(() => this.#look(), watchMs)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#finishing
    await this.#healing
    const holder = this.#holder
    try {
      if (holder && (await isUsedByOthers(holder))) {
        this.#logger.info('the database runs on: another process uses it')
        return
      }
      if (!(await shutDown(this.#cluster))) this.#logger.error('the database could not be stopped')
    } finally {
      await holder?.end().catch(() => undefined)
    }
  }

  async #bringUp(choosePort: () => Promise<number>): Promise<pg.Client> {
    this.#launched = null
    try {
      return await this.#reach(choosePort)
    } catch (error) {
      // What was started here and cannot be used is not left behind.
      if (this.#launched) await shutDown(this.#cluster)
      throw error
    }
  }

  /** Whoever runs there is asked for a connection; when nobody does, a server is started. */
  async #reach(choosePort: () => Promise<number>): Promise<pg.Client> {
    const { folder } = this.#cluster
    const begun = Date.now()
    let refusal = ''
    let told = false
    while (Date.now() - begun < recoveryLimitMs && !this.#stopping) {
      const late = Date.now() - begun > answerLimitMs
      if (!told && Date.now() - begun > tellMs) {
        told = true
        this.#logger.warn({ log: folder.log }, 'the database is not ready yet')
      }
      const server = runningServer(folder.cluster)
      if (server?.status === 'ready') {
        const client = await hold(this.#cluster.password, server.port, folder.home)
        if (client) {
          this.#logger.info(
            { pid: server.pid, port: server.port, adopted: !this.#launched },
            'database ready',
          )
          return client
        }
        if (late) throw silent(server.pid, folder.home)
      } else if (server?.status === 'stopping' && late) {
        // Whoever uses it still would keep it from ending, and everybody from starting it again.
        await shutDown(this.#cluster)
      } else if (this.#launched && this.#launched.exitCode() !== undefined) {
        refusal = await this.#launched.complaint()
        if (late || !/already (exists|in use)|still in use|could not bind|in use/.test(refusal))
          break
        this.#launched = null
        await wait(300)
      } else if (!server && !this.#launched) {
        await removeStaleLock(this.#cluster)
        this.port = await choosePort()
        this.#launched = launch(this.#cluster, this.port)
      }
      await wait(lookMs)
    }
    throw new PostgresError(
      `The database in ${folder.home} did not start (${refusal || 'it does not become ready'}). ` +
        `Its log is ${folder.log}.`,
    )
  }

  /** A stop that somebody asked the server for is finished, so that it can be started again. */
  #look(): void {
    if (this.#finishing || runningServer(this.#cluster.folder.cluster)?.status !== 'stopping') return
    this.#logger.warn('the database was told to stop: it is started again')
    this.#finishing = shutDown(this.#cluster).finally(() => (this.#finishing = null))
  }

  #watch(holder: pg.Client): void {
    holder.once('end', () => {
      if (this.#stopping) return
      this.#holder = null
      this.#logger.warn('the connection to the database was lost')
      this.#healing ??= this.#heal().finally(() => (this.#healing = null))
    })
  }

  /** The pools know one address, so it comes back on the same port or not at all. */
  async #heal(): Promise<void> {
    const { port } = this
    while (!this.#stopping && !this.#holder) {
      try {
        this.#holder = await this.#bringUp(() => Promise.resolve(port))
        this.#watch(this.#holder)
      } catch (error) {
        if (this.#stopping) return
        this.#logger.error({ err: error }, 'the database cannot be started again')
        await wait(1000)
      }
    }
  }
}

/** A connection that shows, by a lock that ends with it, that an app uses the database. */
async function hold(password: string, port: number, home: string): Promise<pg.Client | null> {
  const url = superuserUrl(password, port)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'hubbub keeper',
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [useLock])
    await prepareAppRole(client, appPassword(password))
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (errorCode(error) === '3D000') await createDatabase(url)
    else if (errorCode(error) === '28P01') throw wrongPassword(home)
    else if (!isPassing(error)) throw error
    return null
  }
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url)
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`CREATE DATABASE ${databaseName}`)
  } catch (error) {
    // Another process was first, or the next try tells more.
    if (!['42P04', '23505'].includes(errorCode(error)) && !isPassing(error)) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Gives up the own hold and asks for it alone; one who gets it keeps newcomers waiting until the end. */
async function isUsedByOthers(holder: pg.Client): Promise<boolean> {
  try {
    await holder.query('SELECT pg_advisory_unlock_shared($1)', [useLock])
    const result = await holder.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS alone',
      [useLock],
    )
    return result.rows[0]?.alone === false
  } catch {
    return false
  }
}

function silent(pid: number, home: string): PostgresError {
  return new PostgresError(
    `The PostgreSQL that runs in ${home} (process ${pid}) does not answer: end it, and start again.`,
  )
}

function folderError(error: unknown, dataDir: string): PostgresError | null {
  const home = join(dataDir, 'postgres')
  const code = errorCode(error)
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return new PostgresError(
      `This user may not use all of the folder ${home} (${code}): start the app as the user who did ` +
        'before, or set DATA_DIR to another folder.',
      { cause: error },
    )
  }
  if (!(error instanceof Error && 'path' in error)) return null
  const message = `The folder ${home} cannot be used (${error.message}): set DATA_DIR to another.`
  return new PostgresError(message, { cause: error })
}

function wrongPassword(home: string): PostgresError {
  return new PostgresError(
    `The password in ${home} is not the database's: restore the whole folder from one backup.`,
  )
}
