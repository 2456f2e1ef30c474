// The secret that signs session cookies: from AUTH_SECRET, or created once and kept in the data folder.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ConfigError } from './config.ts'
import type { Config } from './config.ts'
import { keptSecret } from './kept-secret.ts'

/** The same secret at every start, so that users stay signed in over a restart. Throws a ConfigError. */
export async function authSecret(config: Config): Promise<string> {
  if (config.authSecret !== undefined) return config.authSecret
  const file = join(config.dataDir, 'auth-secret')
  try {
    return await keptSecret(file, () => randomBytes(32).toString('base64url'))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new ConfigError(
      `AUTH_SECRET is not set, and a secret of its own cannot be kept in ${file} (${error.message}): ` +
        'set AUTH_SECRET, or DATA_DIR to a folder that can be written.',
      { cause: error },
    )
  }
}
