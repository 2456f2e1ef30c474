// Requests that came another way than the site is set up for: the log says what is to be set, for whoever runs it.
import type { IncomingMessage } from 'node:http'
import type { Logger } from '#platform/logger.ts'
import { NowAndThen } from '#platform/now-and-then.ts'

/** An address as a browser names it; other text from outside is repeated nowhere. */
const plainOrigin = /^https?:\/\/[\w.:[\]-]{1,255}$/
const ownPlace = /\/(?:_next\/static|live\/(?:sse|ws|poll|commands))(?:\/|$)/

export function isPlainOrigin(text: string): boolean {
  return plainOrigin.test(text)
}

export class Misplaced {
  readonly #logger: Logger
  readonly #publicUrl: string | undefined
  readonly #hasProxies: boolean
  readonly #rarely = new NowAndThen()

  /** `hasProxies`: what a proxy says of itself is believed. */
  constructor(publicUrl: string | undefined, hasProxies: boolean, logger: Logger) {
    this.#publicUrl = publicUrl
    this.#hasProxies = hasProxies
    this.#logger = logger
  }

  /** A change was sent from a page at another origin than the site's `own`. */
  foreign(origin: string, own: string): void {
    if (!isPlainOrigin(origin)) return
    const remedy = this.#publicUrl
      ? `Hubbub is at ${own} (PUBLIC_URL): open it there, or set that`
      : `If that is this site, behind a proxy that does not pass Host on, set PUBLIC_URL=${origin}`
    this.#say(`a change was refused: it came from a page at ${origin}. ${remedy}`, { origin, own })
  }

  /** A request to a name that is not the site's. */
  unknownHost(asked: string): void {
    if (!isPlainOrigin(asked)) return
    this.#say(`a request to ${asked} was refused: if that is this site, set PUBLIC_URL=${asked}`)
  }

  /** Looks whether a proxy has put the site under a path. */
  look(request: IncomingMessage, path: string): void {
    const prefix = request.headers['x-forwarded-prefix']
    const isPrefixed = this.#hasProxies && typeof prefix === 'string' && !/^\/?$/.test(prefix)
    if (!isPrefixed && path.search(ownPlace) <= 0) return
    this.#say(
      'a proxy seems to put Hubbub under a path: it works only at the root of a host name of its own',
    )
  }

  #say(sentence: string, about: object = {}): void {
    this.#rarely.met(sentence, (count) => this.#logger.warn({ ...about, count }, sentence))
  }
}
