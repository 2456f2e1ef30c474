// Schema of error codes. In a file of its own, so that browsers do not load zod for errors.ts.
import { z } from 'zod'
import { errorCodes } from './errors.ts'

export const errorCode = z.enum(errorCodes)
