import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, obsoleteVariables, readConfig, variableNames } from './config.ts'

function read(env: Record<string, string>) {
  return readConfig(env as NodeJS.ProcessEnv)
}

test('an empty environment gives the defaults', () => {
  expect(read({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    dataDir: resolve('data'),
    databaseConnections: 10,
    webhooksToPrivate: false,
    rateLimit: true,
    liveTransports: ['sse', 'websocket', 'long-poll', 'short-poll'],
    logLevel: 'info',
    logRetention: { hours: 168, events: 1_000_000 },
    trustedProxies: 0,
    development: true,
    buildFolder: '.next',
    shutdownMs: 10_000,
  })
})

test('an empty or blank value counts as unset', () => {
  expect(read({ PORT: '', DATABASE_URL: '  ', PUBLIC_URL: '', LIVE_TRANSPORTS: '' })).toEqual(
    read({}),
  )
})

test('each variable is taken over', () => {
  const config = read({
    PORT: '8080',
    HOST: '127.0.0.1',
    DATA_DIR: '/srv/hubbub',
    DATABASE_URL: 'postgres://me:secret@db.example/hubbub?sslmode=require',
    DATABASE_CONNECTIONS: '4',
    PUBLIC_URL: 'https://Hubbub.example:443/',
    WEBHOOKS_TO_PRIVATE: 'on',
    RATE_LIMIT: 'off',
    LIVE_TRANSPORTS: 'websocket, SSE,websocket',
    LOG_LEVEL: 'debug',
    TRUSTED_PROXIES: '2',
    AUTH_SECRET: 's'.repeat(32),
    NODE_ENV: 'production',
    SHUTDOWN_MS: '500',
  })
  expect(config).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: '/srv/hubbub',
    databaseUrl: 'postgres://me:secret@db.example/hubbub?sslmode=require',
    databaseConnections: 4,
    publicUrl: 'https://hubbub.example',
    webhooksToPrivate: true,
    rateLimit: false,
    liveTransports: ['websocket', 'sse'],
    logLevel: 'debug',
    logRetention: { hours: 168, events: 1_000_000 },
    trustedProxies: 2,
    authSecret: 's'.repeat(32),
    development: false,
    buildFolder: '.next',
    shutdownMs: 500,
  })
})

test.each([
  ['PORT', '80a', 'PORT must be a whole number from 0 to 65535'],
  ['PORT', '65536', 'PORT must be a whole number from 0 to 65535'],
  ['PORT', '-1', 'PORT must be a whole number from 0 to 65535'],
  ['DATABASE_CONNECTIONS', '3', 'DATABASE_CONNECTIONS must be a whole number from 4 to 1000'],
  ['DATABASE_URL', 'mysql://me:secret@db/hubbub', 'DATABASE_URL must be a PostgreSQL address'],
  ['DATABASE_URL', 'secret', 'DATABASE_URL must be a PostgreSQL address'],
  ['PUBLIC_URL', 'hubbub.example', 'PUBLIC_URL must be an origin'],
  ['PUBLIC_URL', 'https://hubbub.example/path', 'PUBLIC_URL must be an origin'],
  ['PUBLIC_URL', 'ftp://hubbub.example', 'PUBLIC_URL must be an origin'],
  ['RATE_LIMIT', 'yes', 'RATE_LIMIT must be one of: on, off'],
  ['LIVE_TRANSPORTS', 'sse,pigeon', 'LIVE_TRANSPORTS must be a list, separated by commas, of: sse'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of: fatal, error'],
  ['TRUSTED_PROXIES', 'all', 'TRUSTED_PROXIES must be a whole number'],
  ['AUTH_SECRET', 'secret', 'AUTH_SECRET must have at least 32 characters'],
  ['SHUTDOWN_MS', '1.5', 'SHUTDOWN_MS must be a whole number'],
])('%s=%s is refused by name', (name, value, sentence) => {
  expect(() => read({ [name]: value })).toThrow(ConfigError)
  expect(() => read({ [name]: value })).toThrow(sentence)
  // The sentence ends up in logs: no value is in it, since some are secrets.
  expect(() => read({ [name]: value })).not.toThrow('secret@')
})

test('a variable that is no longer read is named, with what to do instead', () => {
  expect(obsoleteVariables({ NODE_ENV: 'test', OPERATORS: '' })).toEqual([])
  const [sentence] = obsoleteVariables({ NODE_ENV: 'test', OPERATORS: 'ada' })
  expect(sentence).toMatch(/^OPERATORS .*npm run owner/)
})

test('all that is wrong is said at once', () => {
  expect(() => read({ PORT: 'x', AUTH_SECRET: 'short' })).toThrow(/PORT .*; AUTH_SECRET .*\.$/)
})

test('.env.example documents every variable, and no other', () => {
  const text = readFileSync('.env.example', 'utf8')
  const documented = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  const expected = variableNames.filter((name) => !['NODE_ENV', 'NEXT_DIST_DIR'].includes(name))
  expect(documented.toSorted()).toEqual(expected.toSorted())
})
