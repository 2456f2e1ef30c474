// How many connections a server may take, so that files can still be opened: each connection is an open file too.
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { ConfigError } from './config.ts'
import type { Logger } from './logger.ts'
import { NowAndThen } from './now-and-then.ts'

/** For the code of pages, pictures, packages' files and pipes, and for a connection that is only just refused. */
const reserve = 96
/** With less than this for its readers a site is of no use. */
const fewest = 32
const keptMs = 125_000
const keptWhenManyMs = 5_000

/** How many files this process may have open, or null where that is not known: Linux tells. */
function openFilesLimit(): number | null {
  try {
    return parseLimit(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return null
  }
}

/** Of a text as `/proc/self/limits` is; null: there is none. */
export function parseLimit(limits: string): number | null {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  return soft === undefined ? null : Number(soft)
}

/** Throws a ConfigError when next to none could be taken. `toDatabase`: the node's own connections. */
export function mostConnections(limit: number, toDatabase: number): number {
  const most = limit - reserve - toDatabase
  if (most >= fewest) return most
  const needed = reserve + toDatabase + fewest
  throw new ConfigError(
    `This process may have ${limit} files open, and Hubbub needs ${needed} or more: one for each connection (\`ulimit -n\`, or LimitNOFILE of systemd).`,
  )
}

/** How many connections this process can take; null: that is not known. Throws a ConfigError when it is next to none. */
export function affordableConnections(toDatabase: number): number | null {
  const limit = openFilesLimit()
  return limit === null ? null : mostConnections(limit, toDatabase)
}

/**
 * Refuses connections beyond `most` (files are left for what is in the server already) and says how long one is kept for a next
 * request: longer than proxies keep it (nginx 60 s, Caddy 120 s), since who closes first must be the one that asks, or a request
 * meets the end of its connection and nobody knows whether it was done. Where half of `most` are taken, it is short.
 */
export function limitConnections(server: Server, most: number | null, logger: Logger): void {
  server.keepAliveTimeout = keptMs
  if (most === null) return
  server.maxConnections = most
  server.on('connection', () => {
    server.getConnections((_, count) => {
      server.keepAliveTimeout = count > most / 2 ? keptWhenManyMs : keptMs
    })
  })
  const rarely = new NowAndThen()
  const sentence = 'connections are refused: this process may not have more files open (ulimit -n)'
  server.on('drop', () => rarely.met('refused', (count) => logger.error({ count, most }, sentence)))
}
