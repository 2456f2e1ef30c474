// A tool for whoever runs the site: at the project's root, and what they can mend is a sentence.
import { join } from 'node:path'
import { ConfigError } from '#platform/config.ts'
import { PostgresError } from '#platform/postgres/errors.ts'

/** The exit code is 1 after a sentence; what nobody can mend by the environment is thrown. */
export async function runTool(tool: () => Promise<void>): Promise<void> {
  process.chdir(join(import.meta.dirname, '..'))
  try {
    await tool()
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof PostgresError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
