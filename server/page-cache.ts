// Caches pages for viewers without an account: each is rendered, hashed and compressed once, and sent to all who ask at
// the same time. A page has the cursor at which it was rendered, and its subscription catches up from there, so a
// rendering that is a second old shows the same as a new one.
import { createHash } from 'node:crypto'
import { request as ask } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http'
import { duplexPair } from 'node:stream'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { idsIn } from '#platform/id.ts'
import { zoneCookie } from '#platform/zone.ts'
import { contentSecurityPolicy } from '#platform/security.ts'

/** While events happen; without scripts a page may be this old. */
const freshMs = 1000
/** While no events happen: the relative times on a page grow old too. */
const quietFreshMs = 30_000
const renderLimitMs = 30_000
/** Limits new renderings under constant deletions: after these, the page is rendered for each request alone. */
const mostRounds = 5
const mostBytes = 32 * 1024 * 1024
/**
 * A `duplexPair` with a full buffer does not always resume, and its writer would wait for ever. No page is as
 * large as this.
 */
const largestPage = 64 * 1024 * 1024

/** Pages that all signed-out viewers share: the feed, a post, a person. */
const shared = /^\/(?:posts\/[0-9a-f-]{36}|@[a-z0-9_.]{1,64})?$/
/** A cookie with the time zone alone is allowed: the page's script shows dates in that zone itself. */
const zoneAlone = new RegExp(`^\\s*${zoneCookie}=[^;]*;?\\s*$`)
const inlineScript = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g

/** Runs heavy work when the request is within its limits and has its turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

interface Rendering {
  status: number
  body: Buffer
  compressed: Buffer
  headers: OutgoingHttpHeaders
  etag: string
  /** The ids of all posts and comments that it shows. */
  shows: ReadonlySet<string>
  /** The log's position when the rendering began. */
  position: number
  at: number
}

const compress = promisify(gzip)

export class PageCache {
  readonly #renderer: Server
  readonly #position: () => number
  readonly #failed: (error: unknown) => void
  readonly #renderings = new Map<string, Rendering>()
  readonly #rendering = new Map<string, Promise<Rendering | null>>()
  /** For each rendering in progress, the ids deleted meanwhile. */
  readonly #deletedMeanwhile = new Set<Set<string>>()
  #bytes = 0

  /** `renderer` renders pages; `position` is the log's; `failed` gets the reason when a page could not be rendered. */
  constructor(
    renderer: Server,
    position: () => number,
    failed: (error: unknown) => void = () => undefined,
  ) {
    this.#renderer = renderer
    this.#position = position
    this.#failed = failed
  }

  /** These posts or comments were deleted: no response from now on shows them. */
  forget(ids: readonly string[]): void {
    for (const deleted of this.#deletedMeanwhile) for (const id of ids) deleted.add(id)
    for (const [path, { shows }] of this.#renderings) {
      if (ids.some((id) => shows.has(id))) this.#drop(path)
    }
  }

  /** The log was rewound: renderings may show rows that no longer exist. */
  forgetAll(): void {
    for (const path of this.#renderings.keys()) this.#drop(path)
  }

  /** Answers a request that can be shared; false: it is for one viewer alone, or there is no such page. */
  async answer(request: IncomingMessage, response: ServerResponse, gate: Gate): Promise<boolean> {
    const path = request.url ?? ''
    const { cookie, rsc, authorization } = request.headers
    const isKnown = cookie !== undefined && !zoneAlone.test(cookie)
    const isParticular = isKnown || rsc !== undefined || authorization !== undefined
    if (request.method !== 'GET' || isParticular || !shared.test(path)) return false
    // A rendering is shared only after it has passed the gate: a request that waits or is refused there affects no other.
    const known = this.#fresh(path) ?? this.#rendering.get(path)
    const rendering = await (known ?? gate(async () => this.#fresh(path) ?? this.#render(path)))
    if (!rendering) return false
    send(rendering, request, response)
    return true
  }

  #fresh(path: string): Rendering | null {
    const known = this.#renderings.get(path)
    if (!known) return null
    const age = Date.now() - known.at
    const limit = known.position === this.#position() ? quietFreshMs : freshMs
    return age < limit ? known : null
  }

  /** Concurrent requests wait for the same rendering. */
  #render(path: string): Promise<Rendering | null> {
    const underWay = this.#rendering.get(path)
    if (underWay) return underWay
    const work = this.#renderAnew(path).finally(() => this.#rendering.delete(path))
    this.#rendering.set(path, work)
    return work
  }

  /** Renders and caches a page; repeats when it shows something deleted meanwhile. */
  async #renderAnew(path: string): Promise<Rendering | null> {
    const deleted = new Set<string>()
    this.#deletedMeanwhile.add(deleted)
    try {
      for (let left = mostRounds; left > 0; left -= 1) {
        deleted.clear()
        // oxlint-disable-next-line no-await-in-loop
        const rendering = await this.#ask(path)
        if (rendering && [...deleted].some((id) => rendering.shows.has(id))) continue
        if (rendering) this.#keep(path, rendering)
        return rendering
      }
      return null
    } finally {
      this.#deletedMeanwhile.delete(deleted)
    }
  }

  /** The oldest are evicted when there are too many. */
  #keep(path: string, rendering: Rendering): void {
    this.#drop(path)
    this.#renderings.set(path, rendering)
    this.#bytes += sizeOf(rendering)
    for (const oldest of this.#renderings.keys()) {
      if (this.#bytes <= mostBytes) break
      this.#drop(oldest)
    }
  }

  #drop(path: string): void {
    const known = this.#renderings.get(path)
    if (!known) return
    this.#renderings.delete(path)
    this.#bytes -= sizeOf(known)
  }

  /** Whether an existing page can be rendered now. */
  async canRender(path: string): Promise<boolean> {
    return (await this.#ask(path)) !== null
  }

  async #ask(path: string): Promise<Rendering | null> {
    const [at, position] = [Date.now(), this.#position()]
    const answer = await this.#fetch(path).catch((error: unknown) => {
      this.#failed(error)
      return null
    })
    // The page is then rendered for each request alone.
    if (!answer) return null
    const { status, headers, body } = answer
    const cookies = headers['set-cookie']
    if ((status !== 200 && status !== 404) || cookies !== undefined) return null
    const html = body.toString('utf8')
    const policy = String(headers['content-security-policy'] ?? '')
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    return {
      status,
      body,
      compressed: await compress(body),
      headers: {
        'Content-Type': headers['content-type'] ?? 'text/html; charset=utf-8',
        // Cached by the browser, but revalidated each time: an unchanged page is not sent again.
        'Cache-Control': 'private, no-cache',
        'Content-Security-Policy': contentSecurityPolicy(nonce, false, hashesOf(html, nonce)),
        Vary: 'Cookie, RSC, Accept-Encoding',
        ...(headers['link'] === undefined ? {} : { Link: headers['link'] }),
      },
      etag: sha256(html),
      shows: idsIn(html),
      position,
      at,
    }
  }

  /** Over an in-process connection: nobody else can reach the renderer. */
  #fetch(path: string): Promise<{
    status: number
    headers: NodeJS.Dict<string | string[]>
    body: Buffer
  }> {
    const [here, there] = duplexPair({ highWaterMark: largestPage })
    this.#renderer.emit('connection', there)
    return new Promise((resolve, reject) => {
      const asking = ask({
        path,
        createConnection: () => here,
        signal: AbortSignal.timeout(renderLimitMs),
        // The same headers for all: no viewer's own may affect what others get.
        headers: { host: 'localhost', accept: 'text/html', connection: 'close' },
      })
      asking.on('error', reject)
      asking.on('response', (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 500,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        )
      })
      asking.end()
    })
  }
}

/** Hashes of the site's own inline scripts: an injected script does not know the nonce. */
function hashesOf(html: string, nonce: string): string[] {
  if (nonce === '') return []
  return [...html.matchAll(inlineScript)].flatMap(([, attributes = '', text = '']) =>
    attributes.includes(` nonce="${nonce}"`) ? [sha256(text)] : [],
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function sizeOf({ body, compressed }: Rendering): number {
  return body.length + compressed.length
}

function send(rendering: Rendering, request: IncomingMessage, response: ServerResponse): void {
  const { 'if-none-match': known = '', 'accept-encoding': accepts = '' } = request.headers
  const zipped = /\bgzip\b/.test(String(accepts))
  const etag = `"${rendering.etag}${zipped ? '-gzip' : ''}"`
  const headers = { ...rendering.headers, ETag: etag }
  // A proxy that compresses makes the ETag a weak one.
  if (known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)) {
    response.writeHead(304, headers).end()
    return
  }
  const body = zipped ? rendering.compressed : rendering.body
  response.writeHead(rendering.status, {
    ...headers,
    ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    'Content-Length': body.length,
  })
  response.end(body)
}
