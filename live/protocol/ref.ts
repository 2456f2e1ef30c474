// The `ref` of a command: its idempotency key, chosen by the client.
import { z } from 'zod'
import { maxRef } from './limits.ts'

export const ref = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'is not text') })
  .min(1, { error: 'is empty' })
  .max(maxRef, { error: `is longer than ${maxRef} characters` })
  .refine((value) => value.isWellFormed() && !value.includes('\0'), { error: 'is not text' })
