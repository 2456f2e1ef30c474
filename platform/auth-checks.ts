// Checks before and after better-auth's sign-up and sign-in: names, passwords and rate limits.
import { APIError, createAuthMiddleware, getIP, getSessionFromCtx } from 'better-auth/api'
import { z } from 'zod'
import { name as nameField } from './text/fields.ts'
import { nameLimit } from './account-limits.ts'
import { handleSentence, notCreatedSentence, ownCodes } from './auth-sentences.ts'
import { partsOfAddress, passwordProblem } from './passwords.ts'
import type { Database } from './postgres/database.ts'
import { SignInLimits } from './sign-in-limits.ts'
import type { Attempt } from './sign-in-limits.ts'

export const handlePattern = /^[A-Za-z0-9_]{2,30}$/

const nobody = '00000000-0000-0000-0000-000000000000'

const signUpBody = z.looseObject({
  username: z
    .string({ error: 'username: is missing' })
    .regex(handlePattern, { error: handleSentence }),
  name: nameField(nameLimit),
})
const newAccount = z.object({
  username: z.string().catch(''),
  email: z.string().catch(''),
  password: z.string().catch(''),
})
const changedPassword = z.object({ newPassword: z.string().catch('') })
const knownAs = z.object({ username: z.string().nullish(), email: z.string() })
const login = z.object({ email: z.string().optional(), username: z.string().optional() })
const refusal = z.object({ body: z.object({ code: z.string() }) })

interface Checked {
  db: Database
  rateLimit: boolean
  /** Names of the site, which passwords may not be made of. */
  siteNames: readonly string[]
}

/** Hooks that better-auth runs around every endpoint. */
export function authChecks({ db, rateLimit, siteNames }: Checked) {
  const signIns = new SignInLimits(rateLimit)
  const begun = new WeakMap<Request, Attempt>()

  function checkPassword(password: string, handle: string, email: string): void {
    const message = passwordProblem(password, [handle, ...partsOfAddress(email), ...siteNames])
    if (message !== null) throw refuse('BAD_REQUEST', ownCodes.password, message)
  }

  /** Known and unknown accounts take the same two queries, so that timing does not reveal which accounts exist. */
  async function attemptOf(body: unknown, address: string): Promise<Attempt> {
    const given = login.safeParse(body).data
    const name = (given?.email ?? given?.username ?? '').toLowerCase()
    const where = given?.email === undefined ? { username: name } : { email: name }
    const user = await db.user.findUnique({ where, select: { id: true } })
    const session = await db.session.findFirst({
      where: { userId: user?.id ?? nobody, ipAddress: address, expiresAt: { gt: new Date() } },
      select: { id: true },
    })
    return { account: user?.id ?? name, address, isKnown: session !== null }
  }

  const before = createAuthMiddleware(async (context) => {
    const { path, request } = context
    const body: unknown = context.body
    if (path === '/sign-up/email') {
      checkNames(body)
      const { password, username, email } = newAccount.parse(body)
      checkPassword(password, username, email)
    } else if (path === '/change-password') {
      const user = knownAs.safeParse((await getSessionFromCtx(context))?.user).data
      const { newPassword } = changedPassword.parse(body)
      if (user) checkPassword(newPassword, user.username ?? '', user.email)
    } else if (path.startsWith('/sign-in/') && request) {
      const address = getIP(request, context.context.options) ?? 'unknown'
      const attempt = await attemptOf(body, address)
      const seconds = await signIns.begin(attempt)
      if (seconds > 0) {
        const message = `Too many attempts. Wait ${seconds} seconds and try again.`
        throw refuse('TOO_MANY_REQUESTS', ownCodes.delayed, message)
      }
      begun.set(request, attempt)
    }
  })

  const after = createAuthMiddleware(async (context) => {
    const { path, request } = context
    const attempt = request && begun.get(request)
    if (attempt && context.context.newSession) await signIns.succeeded(attempt)
    if (path !== '/sign-up/email') return
    const code = refusal.safeParse(context.context.returned).data?.body.code
    if (code !== addressTaken && code !== 'FAILED_TO_CREATE_USER') return
    // Takes as long as creating an account, so that timing does not reveal that the address is taken.
    if (code === addressTaken) {
      await context.context.password.hash(newAccount.parse(context.body).password)
    }
    throw refuse('UNPROCESSABLE_ENTITY', ownCodes.notCreated, notCreatedSentence)
  })

  return { before, after }
}

const addressTaken = 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL'

function refuse(
  status: 'BAD_REQUEST' | 'TOO_MANY_REQUESTS' | 'UNPROCESSABLE_ENTITY',
  code: string,
  message: string,
): APIError {
  return new APIError(status, { code, message })
}

function checkNames(body: unknown): void {
  const issue = signUpBody.safeParse(body).error?.issues[0]
  if (!issue) return
  if (issue.path[0] === 'username') throw refuse('BAD_REQUEST', 'INVALID_USERNAME', issue.message)
  throw refuse('BAD_REQUEST', ownCodes.name, `Your name ${issue.message}.`)
}
