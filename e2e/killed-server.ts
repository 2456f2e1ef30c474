// A production server of a test's own, which can be killed in the midst of its work.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect } from '@playwright/test'
import { spawnServer } from './spawn-server.ts'

export class KilledServer {
  readonly origin: string
  readonly dataDir: string
  /** Its log so far. */
  said = ''
  readonly #port: number
  readonly #watch: (pid: number) => void
  readonly #settings: Record<string, string>
  readonly #root: string | undefined
  #process: ChildProcess | null = null

  /** `settings`: of its environment, beside those that every test has; `root`: of a copy of the sources. */
  constructor(
    dataDir: string,
    port: number,
    watch: (pid: number) => void,
    settings: Record<string, string> = {},
    root?: string,
  ) {
    this.#root = root
    this.#settings = settings
    this.dataDir = dataDir
    this.#port = port
    this.origin = `http://localhost:${port}`
    this.#watch = watch
  }

  async start(): Promise<void> {
    const child = spawnServer({
      dataDir: this.dataDir,
      port: this.#port,
      settings: { RATE_LIMIT: 'off', ...this.#settings },
      ...(this.#root === undefined ? {} : { root: this.#root }),
    })
    this.#process = child
    child.stdout.on('data', (bytes) => (this.said += String(bytes)))
    if (child.pid !== undefined) this.#watch(child.pid)
    await expect
      .poll(
        () =>
          fetch(`${this.origin}/healthz`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200)
  }

  async kill(): Promise<void> {
    const child = this.#process
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<number | null> {
    const child = this.#process
    if (!child) return null
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const [code] = (await ended) as [number | null]
    return code
  }
}
