// WebKitGTK's MiniBrowser, driven by WebKitWebDriver (WebDriver over HTTP), on a screen of its own that nobody sees.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { freePort } from '../free-port.ts'
import type { Browser, RawTab } from './driver.ts'

const screenProgram = '/usr/bin/Xvfb'
const startLimitMs = 180_000

/** Starts `driver`, and the browser at `path` by it. */
export async function startWebKit(driver: string, path: string): Promise<Browser> {
  const port = await freePort()
  const display = `:${90 + Math.floor(Math.random() * 900)}`
  const screen = spawn(screenProgram, [display, '-screen', '0', '1280x900x24'], { stdio: 'ignore' })
  const program = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: display,
      // As root, and in containers, it cannot make the walls around its own processes.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
  })
  const http = new Http(`http://127.0.0.1:${port}`)
  const capabilities = {
    alwaysMatch: { 'webkitgtk:browserOptions': { binary: path, args: ['--automation'] } },
  }
  process.once('exit', () => [program, screen].forEach((each) => each.kill()))
  let session = await http.begin(capabilities)
  const first = await http.ask('GET', `/session/${session.id}/window`)
  let spare = String(first)
  return {
    name: `WebKitGTK ${session.version}`,
    newTab: async () => {
      if (spare !== '') {
        const handle = spare
        spare = ''
        return tabOf(http, () => session.id, handle)
      }
      const made = (await http.ask('POST', `/session/${session.id}/window/new`, {
        type: 'tab',
      })) as {
        handle: string
      }
      return tabOf(http, () => session.id, made.handle)
    },
    forget: async () => {
      // A session of the driver is a browser without a memory.
      await http.ask('DELETE', `/session/${session.id}`)
      session = await http.begin(capabilities)
      spare = String(await http.ask('GET', `/session/${session.id}/window`))
    },
    close: async () => {
      await http.ask('DELETE', `/session/${session.id}`).catch(() => undefined)
      await ended(program)
      await ended(screen)
    },
  }
}

async function ended(program: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => program.once('exit', resolve))
  program.kill()
  await gone
}

function tabOf(http: Http, session: () => string, handle: string): RawTab {
  const ask = (method: string, path: string, body?: object): Promise<unknown> =>
    // Commands are for the tab that was chosen last.
    http.inTurn(async () => {
      await http.ask('POST', `/session/${session()}/window`, { handle })
      return http.ask(method, `/session/${session()}${path}`, body)
    })
  return {
    goto: async (url) => void (await ask('POST', '/url', { url })),
    back: async () => void (await ask('POST', '/back', {})),
    run: async (source, argument) => {
      const script = `const done = arguments[1];
        Promise.resolve((${source})(JSON.parse(arguments[0]))).then(
          (value) => done(JSON.stringify({ value: value ?? null })),
          (error) => done(JSON.stringify({ error: String(error) })))`
      const args = [JSON.stringify(argument ?? null)]
      const answer = JSON.parse(String(await ask('POST', '/execute/async', { script, args }))) as {
        value?: unknown
        error?: string
      }
      if (answer.error !== undefined) throw new Error(answer.error)
      return answer.value
    },
    keys: async (keys) => {
      const actions = keys.flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
    },
    close: async () => void (await ask('DELETE', '/window')),
  }
}

class Http {
  readonly #origin: string
  #turn: Promise<unknown> = Promise.resolve()

  constructor(origin: string) {
    this.#origin = origin
  }

  /** One after the other. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async begin(capabilities: object): Promise<{ id: string; version: string }> {
    const end = Date.now() + startLimitMs
    for (;;) {
      try {
        const answer = (await this.ask('POST', '/session', { capabilities })) as {
          sessionId: string
          capabilities: { browserVersion: string }
        }
        return { id: answer.sessionId, version: answer.capabilities.browserVersion }
      } catch (error) {
        if (Date.now() > end) throw error
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    }
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#origin}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error((value as { message?: string }).message ?? 'It was refused.')
    return value
  }
}
