// Starts the processes of a benchmark and talks with them.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { loadCore, pin, serverCore } from '../pinned.ts'
import type { Asked, Report, Told } from './messages.ts'

const limitMs = 120_000

export class Peer {
  readonly #child: ChildProcess

  constructor(file: 'serve.ts' | 'watch.ts', args: string[], env: Record<string, string> = {}) {
    this.#child = fork(join(import.meta.dirname, file), args, {
      execArgv: ['--expose-gc'],
      env: { ...process.env, ...env },
    })
    pin(this.#child.pid, file === 'serve.ts' ? serverCore : loadCore)
  }

  say(message: Asked): void {
    this.#child.send(message)
  }

  /** The next message of this type. */
  next<T extends Told['type']>(type: T): Promise<Extract<Told, { type: T }>> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(limit)
        this.#child.off('message', heard)
      }
      const heard = (message: Told): void => {
        if (message.type !== type) return
        end()
        resolve(message as Extract<Told, { type: T }>)
      }
      const limit = setTimeout(() => {
        end()
        reject(new Error(`The process did not say "${type}".`))
      }, limitMs)
      this.#child.on('message', heard)
    })
  }

  begin(): void {
    this.say({ type: 'begin' })
  }

  usage(): Promise<{ cpuMs: number; memory: number }> {
    this.say({ type: 'usage' })
    return this.next('usage')
  }

  report(): Promise<Report> {
    this.say({ type: 'report' })
    return this.next('report')
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.say({ type: 'stop' })
    await ended
  }
}
