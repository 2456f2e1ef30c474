// Generates what the compiler reads and the repository does not hold: the database client and the routes' types.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureClient, run } from './build.mjs'
import { root } from './builds.mjs'

await ensureClient()
// Types of routes that are gone would be checked too.
rmSync(join(root, '.next/dev/types'), { recursive: true, force: true })
await run('next', 'dist/bin/next', ['typegen'])
