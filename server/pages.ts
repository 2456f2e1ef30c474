// Next behind the custom server: every page, and in development its hot reload.
import { Server } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import next from 'next'
import { OldForms } from './old-forms.ts'
import { PageCache } from './page-cache.ts'
import type { Gate } from './page-cache.ts'
import { PageWatch } from './page-watch.ts'
import type { Config } from '#platform/config.ts'
import type { Logger } from '#platform/logger.ts'
import { preloadPages } from './preload-pages.ts'
import { contentSecurityPolicy, createNonce, nonceHeader } from '#platform/security.ts'

export interface Pages {
  /** Cached pages and files are sent at once; rendering passes the gate. */
  handle(request: IncomingMessage, response: ServerResponse, gate: Gate): Promise<void>
  /** Whether the upgrade was for Next's hot reload, and was handled. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** These posts and comments were deleted. */
  forget(ids: readonly string[]): void
  /** The log was rewound. */
  forgetAll(): void
  /** Whether pages can be rendered, as far as is known. */
  healthy(): boolean
  close(): Promise<void>
}

/** Static files, which Next sends without rendering. Any other path is rendered, even if only as "not found". */
const files =
  /^\/(?:_next\/static\/.+|(?:favicon\.ico|icon\.svg|apple-icon\.png|robots\.txt)(?:\?.*)?)$/

function isFile(url: string): boolean {
  return files.test(url)
}

/** `position`: of the log. */
export async function startPages(
  config: Config,
  position: () => number,
  logger: Logger,
): Promise<Pages> {
  // Next listens for upgrades on the server that it is given, and leaves unknown ones hanging. It gets a dummy server,
  // and only its own upgrades are passed on.
  const decoy = new Server()
  const app = next({
    dev: config.development,
    dir: process.cwd(),
    port: config.port,
    httpServer: decoy,
  })
  await app.prepare()
  const build = resolve(config.buildFolder)
  if (!config.development) preloadPages(build)
  const forms = config.development ? null : new OldForms(build)
  const handler = app.getRequestHandler()
  const render = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const nonce = createNonce()
    const policy = contentSecurityPolicy(nonce, config.development)
    request.headers['content-security-policy'] = policy
    request.headers[nonceHeader] = nonce
    response.setHeader('Content-Security-Policy', policy)
    const taken = forms ? await forms.take(request, response) : request
    if (taken) await handler(taken, response)
    if (response.statusCode >= 500) watch.failed()
  }
  const cache = new PageCache(
    new Server((request, response) => void render(request, response)),
    position,
    (error) => {
      logger.error({ err: error }, 'a page was not rendered')
      watch.failed()
    },
  )
  const watch = new PageWatch(() => cache.canRender('/'), logger)
  return {
    async handle(request, response, gate) {
      // In development a page may differ each time.
      if (!config.development && (await cache.answer(request, response, gate))) return
      if (isFile(request.url ?? '')) return render(request, response)
      // A request that was closed meanwhile is not rendered.
      await gate(async () => response.destroyed || render(request, response))
    },
    forget: (ids) => cache.forget(ids),
    forgetAll: () => cache.forgetAll(),
    upgrade(request, socket, head) {
      if (!config.development || !request.url?.startsWith('/_next/')) return false
      return decoy.emit('upgrade', request, socket, head)
    },
    healthy: () => watch.healthy(),
    close() {
      watch.stop()
      return app.close()
    },
  }
}
