// Error messages for failed sign-up, sign-in and sign-out.
import { z } from 'zod'
import { passwordLimits } from './account-limits.ts'

export type AccountField = 'login' | 'email' | 'username' | 'name' | 'password'

export interface AuthRefusal {
  ok: false
  message: string
  field: AccountField | null
}

export const handleSentence = 'A handle has 2 to 30 letters, digits and underscores.'

/** This server's own error codes, in addition to better-auth's; errors with them carry their message. */
export const ownCodes = {
  name: 'INVALID_NAME',
  password: 'PASSWORD_TOO_WEAK',
  delayed: 'SIGN_IN_DELAYED',
  notCreated: 'ACCOUNT_NOT_CREATED',
} as const

/** The same for a taken address and for any other failure, so that it does not reveal which addresses have accounts. */
export const notCreatedSentence =
  'This account could not be made. If you have one with this address already, sign in.'

const failure = z.object({ code: z.string().optional(), message: z.string().optional() })

const fieldsOfOwn: Readonly<Record<string, AccountField>> = {
  [ownCodes.name]: 'name',
  [ownCodes.password]: 'password',
}

const wrong: [AccountField, string] = ['login', 'The name or the password is not right.']

const sentences: Readonly<Record<string, [AccountField | null, string]>> = {
  INVALID_EMAIL: ['email', 'This is not an e-mail address.'],
  USERNAME_IS_ALREADY_TAKEN: ['username', 'Somebody has this handle already. Try another one.'],
  INVALID_USERNAME: ['username', handleSentence],
  USERNAME_TOO_SHORT: ['username', handleSentence],
  USERNAME_TOO_LONG: ['username', handleSentence],
  PASSWORD_TOO_LONG: ['password', `A password has at most ${passwordLimits.most} characters.`],
  INVALID_EMAIL_OR_PASSWORD: wrong,
  INVALID_USERNAME_OR_PASSWORD: wrong,
}

/** Translates an error response of better-auth into a message for the screen. */
export function refused(status: number, json: unknown): AuthRefusal {
  const { code = '', message } = failure.safeParse(json).data ?? {}
  if (status === 429 && code !== ownCodes.delayed) {
    return { ok: false, field: null, message: 'Too many attempts. Wait a minute and try again.' }
  }
  const [field, sentence] = sentences[code] ?? [
    fieldsOfOwn[code] ?? null,
    message ?? 'This did not work. Try again.',
  ]
  return { ok: false, field, message: sentence }
}
