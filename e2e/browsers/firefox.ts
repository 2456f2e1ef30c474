// Firefox, driven by WebDriver BiDi over its own socket: no driver beside it is needed.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { freePort } from '../free-port.ts'
import type { Browser, RawTab } from './driver.ts'

const startLimitMs = 180_000

type Json = Record<string, unknown>

/** Starts `path` without a window. */
export async function startFirefox(path: string): Promise<Browser> {
  const port = await freePort()
  const profile = mkdtempSync(join(tmpdir(), 'hubbub-firefox-'))
  writeFileSync(join(profile, 'user.js'), 'user_pref("remote.active-protocols", 1);\n')
  const program = spawn(
    path,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)],
    { stdio: 'ignore', env: { ...process.env, HOME: profile } },
  )
  const gone = new Promise((resolve) => program.once('exit', resolve))
  const bidi = await Bidi.open(`ws://127.0.0.1:${port}/session`)
  const { capabilities } = (await bidi.ask('session.new', { capabilities: {} })) as {
    capabilities: { browserVersion: string }
  }
  let { userContext } = (await bidi.ask('browser.createUserContext', {})) as { userContext: string }
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    newTab: async () => {
      const { context } = (await bidi.ask('browsingContext.create', {
        type: 'tab',
        userContext,
      })) as {
        context: string
      }
      return tabOf(bidi, context)
    },
    forget: async () => {
      await bidi.ask('browser.removeUserContext', { userContext })
      ;({ userContext } = (await bidi.ask('browser.createUserContext', {})) as {
        userContext: string
      })
    },
    close: async () => {
      await bidi.ask('browser.close', {}).catch(() => undefined)
      program.kill()
      await gone
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function tabOf(bidi: Bidi, context: string): RawTab {
  return {
    goto: async (url) => {
      await bidi.ask('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    back: async () => {
      await bidi.ask('browsingContext.traverseHistory', { context, delta: -1 })
    },
    run: async (source, argument) => {
      const answer = (await bidi.ask('script.callFunction', {
        functionDeclaration: `async (text) => JSON.stringify((await (${source})(JSON.parse(text))) ?? null)`,
        arguments: [{ type: 'string', value: JSON.stringify(argument ?? null) }],
        awaitPromise: true,
        target: { context },
        userActivation: true,
      })) as { type: string; result?: { value: string }; exceptionDetails?: { text: string } }
      if (answer.type !== 'success') throw new Error(answer.exceptionDetails?.text)
      return JSON.parse(answer.result?.value ?? 'null') as unknown
    },
    keys: async (keys) => {
      const actions = keys.flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      // Nobody types in a tab that is not seen: of what is typed there the first key is lost.
      await bidi.ask('browsingContext.activate', { context })
      await bidi.ask('input.performActions', {
        context,
        actions: [{ type: 'key', id: 'keyboard', actions }],
      })
    },
    close: async () => {
      await bidi.ask('browsingContext.close', { context })
    },
  }
}

/** Commands and their answers. */
class Bidi {
  readonly #socket: WebSocket
  readonly #waiting = new Map<
    number,
    { resolve: (json: Json) => void; reject: (e: Error) => void }
  >()
  #count = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as {
        id?: number
        type: string
        result?: Json
        message?: string
      }
      const waiting = this.#waiting.get(message.id ?? 0)
      this.#waiting.delete(message.id ?? 0)
      if (message.type === 'success') waiting?.resolve(message.result ?? {})
      else if (message.type === 'error') waiting?.reject(new Error(message.message))
    })
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The browser is gone.'))
    })
  }

  static async open(address: string): Promise<Bidi> {
    const end = Date.now() + startLimitMs
    for (;;) {
      const socket = new WebSocket(address)
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('open', () => resolve(true))
        socket.once('error', () => resolve(false))
      })
      if (isOpen) return new Bidi(socket)
      if (Date.now() > end) throw new Error('Firefox did not start.')
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }

  ask(method: string, params: Json): Promise<Json> {
    this.#count += 1
    const id = this.#count
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }
}
