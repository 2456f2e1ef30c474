// The secret that signs session cookies: given by AUTH_SECRET, or made once and kept in the data folder.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { keptSecret } from './kept-secret.ts'

/** The same secret at every start, so that people stay signed in over a restart. */
export async function authSecret(config: Config): Promise<string> {
  if (config.authSecret !== undefined) return config.authSecret
  return keptSecret(join(config.dataDir, 'auth-secret'), () =>
    randomBytes(32).toString('base64url'),
  )
}
