// Removes fields that a schema does not have: TypeScript accepts extra fields, so a row's email address could leak.
// Values are not validated: rows edited by hand in the database are sent as they are instead of failing a command.
import { z } from 'zod'

export type Strip = (value: unknown) => unknown

const asItIs: Strip = (value) => value

/** A function that removes fields that are not in the schema. Its value must be of the schema's type. */
export function stripper(schema: unknown): Strip {
  if (schema instanceof z.ZodObject) return ofObject(schema)
  if (schema instanceof z.ZodArray) {
    const element = stripper(schema.element)
    if (element === asItIs) return asItIs
    return (value) => (Array.isArray(value) ? value.map(element) : value)
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return stripper(schema.unwrap())
  }
  const isPlain = plain.some((kind) => schema instanceof kind)
  if (isPlain) return asItIs
  if (schema instanceof z.ZodType) return (value) => schema.parse(value)
  throw new Error('A feature has a schema that is none of zod.')
}

/** Schemas without fields: nothing to remove. */
const plain = [
  z.ZodString,
  z.ZodNumber,
  z.ZodBoolean,
  z.ZodLiteral,
  z.ZodEnum,
  z.ZodNull,
  z.ZodStringFormat,
  z.ZodNumberFormat,
]

function ofObject(schema: z.ZodObject): Strip {
  const fields = Object.entries(schema.shape).map(
    ([name, field]) => [name, stripper(field)] as const,
  )
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const stripped: Record<string, unknown> = {}
    for (const [name, strip] of fields) {
      const field: unknown = value[name as keyof typeof value]
      if (field !== undefined) stripped[name] = strip(field)
    }
    return stripped
  }
}
