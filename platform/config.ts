// The configuration from environment variables: read and validated once. No other module reads the environment.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { transports } from './transports.ts'
import type { WireTransport } from './transports.ts'
import { databaseAddress } from './database-address.ts'

const optional = { throwIfNoEntry: false } as const
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** A whole number within bounds, written in decimal digits. */
function integer(fallback: number, min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
    .default(fallback)
}

function oneOf<const T extends readonly string[]>(values: T, fallback: T[number]) {
  return z.enum(values, `must be one of: ${values.join(', ')}`).default(fallback)
}

function urlWith(protocols: readonly string[], text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && url.hostname !== '' && protocols.includes(url.protocol) ? url : null
}

const publicUrl = z.string().transform((text, context) => {
  const url = urlWith(['http:', 'https:'], text)
  if (url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password) {
    return url.origin
  }
  context.addIssue('must be an origin such as https://hubbub.example, without a path')
  return z.NEVER
})

const liveTransports = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim().toLowerCase()))])
  .pipe(
    z.array(
      z.enum(transports, `must be a list, separated by commas, of: ${transports.join(', ')}`),
    ),
  )
  .default([...transports])

const environment = z.object({
  PORT: integer(3000, 0, 65_535),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: databaseAddress.optional(),
  DATABASE_CONNECTIONS: integer(10, 4, 1000),
  PUBLIC_URL: publicUrl.optional(),
  WEBHOOKS_TO_PRIVATE: oneOf(['on', 'off'], 'off'),
  RATE_LIMIT: oneOf(['on', 'off'], 'on'),
  LIVE_TRANSPORTS: liveTransports,
  LOG_RETENTION_HOURS: integer(168, 1, 100_000),
  LOG_RETENTION_EVENTS: integer(1_000_000, 1000, 999_999_999),
  LOG_LEVEL: oneOf(logLevels, 'info'),
  TRUSTED_PROXIES: integer(0, 0, 100),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  NODE_ENV: z.string().optional(),
  NEXT_DIST_DIR: z.string().min(1).default('.next'),
  SHUTDOWN_MS: integer(10_000, 100, 600_000),
})

/** Every variable that is read. */
export const variableNames = Object.keys(environment.shape)

export interface Config {
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** Unset: the embedded PostgreSQL in `dataDir` is used. */
  databaseUrl?: string
  databaseConnections: number
  /** The origin that browsers use; unset: the request's own. */
  publicUrl?: string
  /** Whether webhook URLs given by users may point into private networks. */
  webhooksToPrivate: boolean
  rateLimit: boolean
  liveTransports: WireTransport[]
  logLevel: string
  /** How long the log is kept, and how many events at most. */
  logRetention: { hours: number; events: number }
  /** How many proxies in front are trusted with the client's address. */
  trustedProxies: number
  authSecret?: string
  development: boolean
  /** The folder of the built pages, relative to the working folder; `npm start` sets it to its own build. */
  buildFolder: string
  shutdownMs: number
}

/** The environment is invalid; the message is for the operator. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Loads `.env` from the working folder; existing environment variables take precedence. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** Chooses the most recently used build when server.ts is started directly; `npm start` names its own. */
export function takeLastBuild(): void {
  const isNamed = process.env['NEXT_DIST_DIR'] !== undefined || existsSync('.next/BUILD_ID')
  if (process.env['NODE_ENV'] !== 'production' || isNamed) return
  const used = readdirSync('.').flatMap((name) => {
    const mark = name.startsWith('.next-') ? statSync(`${name}/assets.json`, optional) : undefined
    return mark ? [{ name, at: mark.mtimeMs }] : []
  })
  const [last] = used.toSorted((a, b) => b.at - a.at)
  if (last) process.env['NEXT_DIST_DIR'] = last.name
}

/** Reads and checks the environment. Throws a ConfigError that names each wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(sentence(parsed.error.issues))
  const values = parsed.data
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    databaseConnections: values.DATABASE_CONNECTIONS,
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
    webhooksToPrivate: values.WEBHOOKS_TO_PRIVATE === 'on',
    rateLimit: values.RATE_LIMIT === 'on',
    liveTransports: values.LIVE_TRANSPORTS,
    logLevel: values.LOG_LEVEL,
    logRetention: { hours: values.LOG_RETENTION_HOURS, events: values.LOG_RETENTION_EVENTS },
    trustedProxies: values.TRUSTED_PROXIES,
    ...(values.AUTH_SECRET === undefined ? {} : { authSecret: values.AUTH_SECRET }),
    development: values.NODE_ENV !== 'production',
    buildFolder: values.NEXT_DIST_DIR,
    shutdownMs: values.SHUTDOWN_MS,
  }
}

/** A sentence for each variable that is set and no longer read. */
export function obsoleteVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  return Object.entries(obsolete).flatMap(([name, sentence]) => (env[name] ? [sentence] : []))
}

const obsolete = {
  OPERATORS:
    'OPERATORS is no longer read: who runs the site is said by accounts. ' +
    'Make one its owner with `npm run owner -- handle`, or by the link that is printed while there is none.',
}

/** Says what each variable must be, and never its value: some are secrets. */
function sentence(issues: readonly z.core.$ZodIssue[]): string {
  const byName = new Map<string, string>()
  for (const issue of issues) {
    const name = String(issue.path[0])
    if (!byName.has(name)) byName.set(name, issue.message)
  }
  const parts = [...byName].map(([name, message]) => `${name} ${message}`)
  return `The environment is not right: ${parts.join('; ')}.`
}
