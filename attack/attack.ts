// What a case of the attack has to work with: a site, an address of its own, and a count of what came back.
import { randomBytes } from 'node:crypto'
import { Agent, request as httpRequest } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** What is attacked: filled before, rate limits on, behind one trusted proxy. */
export interface Site {
  origin: string
  /** Of somebody with an account, who attacks. */
  cookie: string
  /** More posts than a connection may have topics. */
  postIds: string[]
  /** Where the log began. */
  oldest: string
}

export interface Case {
  name: string
  /** A sentence: what holds while this goes on, beside `/healthz` being answered. */
  promised: string
  /** Attacks until `attack.over`. */
  run(attack: Attack): Promise<void>
  /** Whether what came back is what is promised. */
  kept(seen: Seen): boolean
}

/** How often something came back: a status of HTTP, `closed 1008`, `rate_limited`. */
export type Seen = Record<string, number>

const answerLimitMs = 10_000

export class Attack {
  readonly site: Site
  readonly seen: Seen = {}
  readonly #address: string
  readonly #until: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 200 })

  /** `address`: where all of it seems to come from. */
  constructor(site: Site, address: string, seconds: number) {
    this.site = site
    this.#address = address
    this.#until = performance.now() + seconds * 1000
  }

  get over(): boolean {
    return performance.now() > this.#until
  }

  count(what: string | number): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1
  }

  headers(more: Record<string, string> = {}): Record<string, string> {
    return { 'x-forwarded-for': this.#address, origin: this.site.origin, ...more }
  }

  /** How many readers the site counts. */
  async connections(): Promise<number> {
    const response = await fetch(`${this.site.origin}/healthz`)
    return ((await response.json()) as { connections: number }).connections
  }

  /** Does something over and over, so many at a time, until it is over. */
  async flood(atOnce: number, once: () => Promise<unknown>): Promise<void> {
    const one = async (): Promise<void> => {
      while (!this.over) await once()
    }
    await Promise.all(Array.from({ length: atOnce }, one))
  }

  /** Sends a request, counts the status of its answer and forgets the rest; `body` may be sent in parts. */
  ask(
    path: string,
    {
      method = 'GET',
      headers = {},
      body = [],
    }: { method?: string; headers?: Record<string, string>; body?: readonly Buffer[] } = {},
  ): Promise<number> {
    return new Promise((resolve) => {
      const end = (status: number, what: string | number = status): void => {
        this.count(what)
        resolve(status)
      }
      const sent = httpRequest(`${this.site.origin}${path}`, {
        method,
        headers: this.headers(headers) satisfies OutgoingHttpHeaders,
        agent: this.#agent,
        timeout: answerLimitMs,
      })
      sent.on('response', (response) => {
        response.resume()
        response.on('close', () => end(response.statusCode ?? 0))
      })
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.on('error', ({ message }) => end(0, message === 'no answer' ? message : 'cut'))
      for (const part of body) sent.write(part)
      sent.end()
    })
  }

  /** A connection over which a request has been sent as it stands; nobody reads it. */
  async raw(path: string, headers: Record<string, string> = {}, times = 1): Promise<Socket> {
    const { host, port } = new URL(this.site.origin)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
    const lines = Object.entries(this.headers({ host, ...headers }))
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n`.repeat(times))
    return socket
  }

  /** A WebSocket that says something as fast as it may, and counts the errors that it gets and its end. */
  async speak(message: () => object): Promise<void> {
    const socket = new WebSocket(`${this.site.origin.replace('http', 'ws')}/live/ws`, {
      headers: this.headers(),
      perMessageDeflate: false,
    })
    const closed = new Promise<void>((resolve) => {
      socket.on('close', (code) => {
        this.count(`closed ${code}`)
        resolve()
      })
      socket.on('unexpected-response', (_request, response) => {
        this.count(response.statusCode ?? 0)
        response.destroy()
        resolve()
      })
      socket.on('error', () => resolve())
    })
    socket.on('message', (text) => {
      const code = /"code":"(\w+)"/.exec(String(text))?.[1]
      if (code !== undefined) this.count(code)
    })
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed])
    while (!this.over && socket.readyState === WebSocket.OPEN) {
      for (let each = 0; each < 100; each += 1) socket.send(JSON.stringify(message()))
      while (!this.over && socket.bufferedAmount > 256 * 1024) await pause(1)
      await pause(0)
    }
    socket.terminate()
    await closed
    // Whoever is refused comes back as quickly as a program can.
    await pause(10)
  }
}

/** What asks for a WebSocket. */
export function upgrade(): Record<string, string> {
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
}

/** Whether nothing was seen but these. */
export function only(seen: Seen, ...allowed: readonly (string | number)[]): boolean {
  return Object.keys(seen).every((what) => allowed.map(String).includes(what))
}
