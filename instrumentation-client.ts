// Runs in the browser before anything else: zod must not try to make code out of text, which the policy of our pages
// refuses and reports.
import { config } from 'zod/v4/core'

config({ jitless: true })
