// Parses commands, the same way from a server action, POST /live/commands and a
// WebSocket message.
import { z } from 'zod'
import { describeIssue, Refusal } from '../../platform/errors.ts'
import { maxRef } from './limits.ts'
import { ref } from './ref.ts'

/** A command on the wire; its input fields are next to `type` and `ref`. */
export interface Command {
  type: string
  ref: string
  [field: string]: unknown
}

/** A validated command. */
export interface ParsedCommand {
  type: string
  ref: string
  input: object
}

const envelope = z.looseObject({ type: z.string({ error: 'is missing or is not text' }) })
const named = z.looseObject({ ref })

/** Parses an unknown value as a command. Throws a Refusal with code `invalid` that names the field. */
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

/** The ref of a message, or null without a valid one. */
export function refOf(value: unknown): string | null {
  const parsed = referred.safeParse(value)
  return parsed.success ? parsed.data.ref : null
}
