// How an error code is read. Apart from what browsers need: a schema is heavy.
import { z } from 'zod'
import { errorCodes } from './errors.ts'

export const errorCode = z.enum(errorCodes)
