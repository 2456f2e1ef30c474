// Limits the server's connections so that files can still be opened: each connection uses a file descriptor.
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { ConfigError } from './config.ts'
import type { Logger } from './logger.ts'
import { NowAndThen } from './now-and-then.ts'

/** Descriptors kept for files of pages, pictures, packages and pipes, and for connections that are being refused. */
const reserve = 96
/** With fewer connections for clients a site is of no use. */
const fewest = 32
const keptMs = 125_000
const keptWhenManyMs = 5_000
const manyOf = 0.8

/** The process's limit of open files; null where it is unknown (only Linux has it in /proc). */
function openFilesLimit(): number | null {
  try {
    return parseLimit(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return null
  }
}

/** The soft limit in the text of `/proc/self/limits`; null: none. */
export function parseLimit(limits: string): number | null {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  return soft === undefined ? null : Number(soft)
}

/** Connections left for clients. `toDatabase`: the node's database connections. Throws a ConfigError when too few are left. */
export function mostConnections(limit: number, toDatabase: number): number {
  const most = limit - reserve - toDatabase
  if (most >= fewest) return most
  const needed = reserve + toDatabase + fewest
  throw new ConfigError(
    `This process may have ${limit} files open, and Hubbub needs ${needed} or more: one for each connection (\`ulimit -n\`, or LimitNOFILE of systemd).`,
  )
}

/** How many connections this process can take; null: unknown. Throws a ConfigError when they are too few. */
export function affordableConnections(toDatabase: number): number | null {
  const limit = openFilesLimit()
  return limit === null ? null : mostConnections(limit, toDatabase)
}

/**
 * Refuses connections beyond `most` and sets the keep-alive time: longer than that of proxies (nginx 60 s, Caddy 120 s), so
 * that the proxy closes first. If the server did, a request could meet a closing connection, and it would be unknown whether
 * it was handled. While most of them are taken, the time is short.
 */
export function limitConnections(server: Server, most: number | null, logger: Logger): void {
  server.keepAliveTimeout = keptMs
  if (most === null) return
  server.maxConnections = most
  server.on('connection', () => {
    server.getConnections((_, count) => {
      server.keepAliveTimeout = count > manyOf * most ? keptWhenManyMs : keptMs
    })
  })
  const rarely = new NowAndThen()
  const sentence = 'connections are refused: this process may not have more files open (ulimit -n)'
  server.on('drop', () => rarely.met('refused', (count) => logger.error({ count, most }, sentence)))
}
