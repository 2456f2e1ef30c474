// Accounts, passwords and sessions, by better-auth, with the interface that the rest of the server uses.
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { username } from 'better-auth/plugins'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { passwordLimits } from './account-limits.ts'
import { asName } from './text/names.ts'
import { addressHeader, localHeader, receivedOrigin } from './address.ts'
import { authChecks, handlePattern } from './auth-checks.ts'
import { refused } from './auth-sentences.ts'
import type { AuthRefusal } from './auth-sentences.ts'
import type { Config } from './config.ts'
import { KnownSessions } from './known-sessions.ts'
import type { Logger } from './logger.ts'
import { passwordHashing } from './password-hashing.ts'
import type { Database } from './postgres/database.ts'
import type { SignedIn } from './signed-in.ts'

export type AuthOutcome = { ok: true; userId: string | null; setCookies: string[] } | AuthRefusal

export interface Auth {
  /** The session of a request's cookie, or null. */
  signedIn(headers: Headers): Promise<SignedIn | null>
  /** Drops a deleted session from the cache; null: all, as some may be deleted or a user's profile has changed. */
  sessionEnded(sessionId: string | null): void
  /** Those of these sessions that are still valid, with their expiry. */
  lastingSessions(sessionIds: readonly string[]): Promise<Map<string, Date>>
  signUp(
    headers: Headers,
    input: Record<'email' | 'password' | 'name' | 'username', string>,
  ): Promise<AuthOutcome>
  /** `login` is a handle or an address. */
  signIn(headers: Headers, input: { login: string; password: string }): Promise<AuthOutcome>
  signOut(headers: Headers): Promise<AuthOutcome>
  /** Everything below /api/auth. */
  handler(request: Request): Promise<Response>
}

const appName = 'Hubbub'
const month = 60 * 60 * 24 * 30

const success = z.object({ user: z.object({ id: z.string() }).optional() })

/** NOTIFY channel of triggers: a session was deleted (payload: its id), or its expiry was cut short (no payload). */
export const sessionChannel = 'hubbub_session'

/** `onSignUp` is called for each new account; `isLocal`: it was made on this machine. */
export function createAuth(
  config: Config,
  secret: string,
  db: Database,
  logger: Logger,
  onSignUp: (userId: string, isLocal: boolean) => Promise<void>,
): Auth {
  const baseURL = config.publicUrl ?? `http://localhost:${config.port}`
  const { hostname } = new URL(baseURL)
  const isSecure = baseURL.startsWith('https:')
  // `__Host-` keeps other subdomains, and attackers without TLS, from setting the cookie.
  const cookiePrefix = isSecure ? '__Host-hubbub' : 'hubbub'
  const sessionCookie = `${cookiePrefix}.session_token`
  const auth = betterAuth({
    appName,
    baseURL,
    secret,
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLimits.least,
      maxPasswordLength: passwordLimits.most,
      password: passwordHashing,
    },
    session: { expiresIn: month, updateAge: 60 * 60 * 24 },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 30,
        usernameValidator: (handle) => handlePattern.test(handle),
      }),
    ],
    // Profiles are changed by commands only, so that events are published.
    disabledPaths: ['/update-user', '/change-email', '/delete-user'],
    hooks: authChecks({ db, rateLimit: config.rateLimit, siteNames: [appName, hostname] }),
    databaseHooks: {
      user: {
        create: {
          // Only uploaded pictures are shown: an external URL would let its owner track readers.
          before: (user) =>
            Promise.resolve({ data: { ...user, name: asName(user.name), image: null } }),
          after: ({ id }, context) => onSignUp(id, context?.headers?.get(localHeader) === 'yes'),
        },
      },
    },
    rateLimit: {
      enabled: config.rateLimit,
      storage: 'memory',
      window: 60,
      max: 300,
      customRules: {
        '/sign-up/email': { window: 600, max: 100 },
        '/sign-in/*': { window: 60, max: 30 },
        '/change-password': { window: 60, max: 10 },
        '/verify-password': { window: 60, max: 10 },
      },
    },
    // Redirects may only lead to the site itself, by the origin that the server has verified.
    trustedOrigins: (request) => Promise.resolve([receivedOrigin(request?.headers) ?? baseURL]),
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        logger[level === 'error' ? 'error' : 'warn']({ details }, message),
    },
    advanced: {
      // Explicit, as better-auth disables the check when the environment has a variable TEST.
      disableOriginCheck: false,
      cookiePrefix,
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure, path: '/' },
      database: { generateId: () => uuidv7() },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
  })

  const sessions = new KnownSessions()

  async function ask(headers: Headers, path: string, body: object): Promise<AuthOutcome> {
    const forwarded = new Headers({ 'content-type': 'application/json', origin: baseURL })
    for (const name of ['cookie', 'user-agent', addressHeader, localHeader]) {
      const value = headers.get(name)
      if (value !== null) forwarded.set(name, value)
    }
    const request = new Request(`${baseURL}/api/auth${path}`, {
      method: 'POST',
      headers: forwarded,
      body: JSON.stringify(body),
    })
    const response = await auth.handler(request)
    const json: unknown = await response.json().catch(() => null)
    if (!response.ok) return refused(response.status, json)
    const parsed = success.safeParse(json)
    return {
      ok: true,
      userId: parsed.data?.user?.id ?? null,
      setCookies: response.headers.getSetCookie(),
    }
  }

  return {
    async signedIn(headers) {
      const cookie = cookieOf(headers, sessionCookie)
      if (cookie === null) return null
      return sessions.look(cookie, async () => {
        // Pass this cookie only, so that better-auth verifies exactly the value that is the cache key.
        const found = await auth.api.getSession({
          headers: new Headers({ cookie: `${sessionCookie}=${cookie}` }),
        })
        if (!found) return null
        const { session, user } = found
        return {
          sessionId: session.id,
          expiresAt: session.expiresAt,
          user: {
            id: user.id,
            handle: user.username ?? '',
            name: user.name,
            avatar: user.image ?? null,
          },
        }
      })
    },
    sessionEnded: (sessionId) => sessions.ended(sessionId),
    async lastingSessions(sessionIds) {
      const rows = await db.session.findMany({
        where: { id: { in: [...sessionIds] }, expiresAt: { gt: new Date() } },
        select: { id: true, expiresAt: true },
      })
      return new Map(rows.map(({ id, expiresAt }) => [id, expiresAt]))
    },
    signUp: (headers, input) => ask(headers, '/sign-up/email', input),
    signIn: (headers, { login, password }) =>
      login.includes('@') && !login.startsWith('@')
        ? ask(headers, '/sign-in/email', { email: login, password })
        : ask(headers, '/sign-in/username', { username: login.replace(/^@/, ''), password }),
    signOut: (headers) => ask(headers, '/sign-out', {}),
    handler: (request) => auth.handler(request),
  }
}

/** The value of the first cookie with a name, undecoded; null when there is none. */
function cookieOf(headers: Headers, name: string): string | null {
  for (const each of (headers.get('cookie') ?? '').split(';')) {
    const [key, value = ''] = each.trim().split(/=(.*)/s)
    if (key === name && value !== '') return value
  }
  return null
}
