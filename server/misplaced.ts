// Detects requests that do not fit the site's configuration (another origin, host or path): the log tells the operator what to set.
import type { IncomingMessage } from 'node:http'
import type { Logger } from '#platform/logger.ts'
import { NowAndThen } from '#platform/now-and-then.ts'

/** An origin as browsers send it; other text from clients is never logged. */
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

  /** `hasProxies`: whether headers of proxies are trusted. */
  constructor(publicUrl: string | undefined, hasProxies: boolean, logger: Logger) {
    this.#publicUrl = publicUrl
    this.#hasProxies = hasProxies
    this.#logger = logger
  }

  /** A change came from a page whose origin is not the site's `own`. */
  foreign(origin: string, own: string): void {
    if (!isPlainOrigin(origin)) return
    const remedy = this.#publicUrl
      ? `Hubbub is at ${own} (PUBLIC_URL): open it there, or set that`
      : `If that is this site, behind a proxy that does not pass Host on, set PUBLIC_URL=${origin}`
    this.#say(`a change was refused: it came from a page at ${origin}. ${remedy}`, { origin, own })
  }

  /** The request's Host is not the site's. */
  unknownHost(asked: string): void {
    if (!isPlainOrigin(asked)) return
    this.#say(`a request to ${asked} was refused: if that is this site, set PUBLIC_URL=${asked}`)
  }

  /** Checks whether a proxy serves the site below a path. */
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
