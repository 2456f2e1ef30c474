// Runs the embedded PostgreSQL: starts it or adopts one that outlived a crash of the app, restarts it
// when it fails, and stops it when the last app that uses the folder ends.
/* oxlint-disable no-await-in-loop -- each look waits for the one before */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from '../logger.ts'
import { databaseUrl, runningServer, superuserUrl } from './cluster-folder.ts'
import { prepareCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { PostgresError, errorCode } from './errors.ts'
import { endAlone, freePort, launch, removeStaleLock, shutDown } from './postmaster.ts'
import type { Launched } from './postmaster.ts'
import { hold, isUsedByOthers } from './use-lock.ts'

export interface EmbeddedPostgres {
  /** The database URL of the app's role. */
  url: string
  /** The database URL of the superuser, for tasks of the whole server. */
  superuserUrl: string
  /** Stops the server within `limitMs`, unless another process uses it. */
  stop(limitMs?: number): Promise<void>
}

/** How long a server may not answer, or fail to start, before it counts as broken. */
const answerLimitMs = 30_000
/** After a crash the server first replays its write-ahead log. */
const recoveryLimitMs = 600_000
const tellMs = 5000
const lookMs = 25
const usualStopMs = 13_000
/** Interval of checks for a server that is stopping: it would wait for the app's own connections for ever. */
const watchMs = 500

/**
 * Starts the database in `dataDir`, or adopts one that runs there. Resolves when it is ready;
 * rejects when `signal` is aborted before, and leaves nothing running then.
 */
export async function startEmbedded(
  dataDir: string,
  logger: Logger,
  signal?: AbortSignal,
): Promise<EmbeddedPostgres> {
  try {
    const cluster = await prepareCluster(dataDir, logger)
    const keeper = new Keeper(cluster, logger, signal)
    await keeper.start()
    return {
      url: databaseUrl(cluster.password, keeper.port),
      superuserUrl: superuserUrl(cluster.password, keeper.port),
      stop: (limitMs) => keeper.stop(limitMs),
    }
  } catch (error) {
    throw folderError(error, dataDir) ?? error
  }
}

class Keeper {
  readonly #cluster: Cluster
  readonly #logger: Logger
  readonly #signal: AbortSignal | undefined
  #holder: pg.Client | null = null
  /** The server that the current attempt started, if any. */
  #launched: Launched | null = null
  #stopping = false
  #healing: Promise<void> | null = null
  #finishing: Promise<unknown> | null = null
  #timer: NodeJS.Timeout | undefined
  port = 0

  constructor(cluster: Cluster, logger: Logger, signal?: AbortSignal) {
    this.#cluster = cluster
    this.#logger = logger
    this.#signal = signal
    process.on('exit', this.#abandon)
  }

  /** On an exit without stop(): asks a server that this process started to shut down. */
  readonly #abandon = (): void => {
    if (!this.#launched) return
    const pid = runningServer(this.#cluster.folder.cluster)?.pid
    if (pid !== undefined) endAlone(pid)
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

  async stop(limitMs = usualStopMs): Promise<void> {
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
      if (!(await shutDown(this.#cluster, limitMs)))
        this.#logger.error('the database could not be stopped')
    } finally {
      process.off('exit', this.#abandon)
      await holder?.end().catch(() => undefined)
    }
  }

  async #bringUp(choosePort: () => Promise<number>): Promise<pg.Client> {
    this.#launched = null
    try {
      return await this.#reach(choosePort)
    } catch (error) {
      // A server that was started here but cannot be used must not keep running.
      if (this.#launched) await shutDown(this.#cluster, usualStopMs)
      throw error
    }
  }

  /** Connects to the running server; when there is none, starts one. */
  async #reach(choosePort: () => Promise<number>): Promise<pg.Client> {
    const { folder } = this.#cluster
    const begun = Date.now()
    let refusal = ''
    let told = false
    while (Date.now() - begun < recoveryLimitMs && !this.#stopping && !this.#signal?.aborted) {
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
        // Open connections would keep it from stopping, and so from being started again.
        await shutDown(this.#cluster, usualStopMs)
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
    if (this.#signal?.aborted) throw new PostgresError('The start was given up.')
    throw new PostgresError(
      `The database in ${folder.home} did not start (${refusal || 'it does not become ready'}). ` +
        `Its log is ${folder.log}.`,
    )
  }

  /** When the server was told to stop from outside, completes the stop, so that it can be restarted. */
  #look(): void {
    if (this.#finishing || runningServer(this.#cluster.folder.cluster)?.status !== 'stopping')
      return
    this.#logger.warn('the database was told to stop: it is started again')
    this.#finishing = shutDown(this.#cluster, usualStopMs).finally(() => (this.#finishing = null))
  }

  #watch(holder: pg.Client): void {
    holder.once('end', () => {
      if (this.#stopping) return
      this.#holder = null
      this.#logger.warn('the connection to the database was lost')
      this.#healing ??= this.#heal().finally(() => (this.#healing = null))
    })
  }

  /** Restarts the server on the same port, as the pools have its address. */
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
