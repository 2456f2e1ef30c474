// Commands: what a client may ask to be changed. Read the same way from a server action, POST /live/commands and a
// WebSocket message.
import { z } from 'zod'
import { describeIssue, Refusal } from '../../platform/errors.ts'
import { maxRef } from './limits.ts'
import { ref } from './ref.ts'

/** A command on its way: its input stands beside these. */
export interface Command {
  type: string
  ref: string
  [field: string]: unknown
}

/** A command that was read. */
export interface ParsedCommand {
  type: string
  ref: string
  input: object
}

const envelope = z.looseObject({ type: z.string({ error: 'is missing or is not text' }) })
const named = z.looseObject({ ref })

/** The command that an unknown value is. Throws a Refusal with code `invalid` that names the field. */
export function parseCommand(
  value: unknown,
  inputOf: (type: string) => z.ZodType<object> | undefined,
): ParsedCommand {
  if (!(value instanceof Object) || Array.isArray(value)) {
    throw new Refusal('invalid', 'A command is a JSON object.')
  }
  const { type } = checked(envelope, value)
  const input = inputOf(type)
  if (!input) throw new Refusal('invalid', `type: there is no command "${type.slice(0, 40)}"`)
  return { type, ref: checked(named, value).ref, input: checked(input, value) }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  return parsed.data
}

const referred = z.looseObject({ ref: z.string().max(maxRef) })

/** The ref of a message, where it has one that can be read. */
export function refOf(value: unknown): string | null {
  const parsed = referred.safeParse(value)
  return parsed.success ? parsed.data.ref : null
}
