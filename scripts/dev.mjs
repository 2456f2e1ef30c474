// `npm run dev`: prepares the database client, then runs the server from its sources.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureClient } from './build.mjs'
import { root } from './builds.mjs'
import { followParent } from './follow-parent.mjs'

followParent()
process.chdir(root)
process.env.NODE_ENV = 'development'
process.env.NEXT_TELEMETRY_DISABLED ??= '1'

await ensureClient()
const server = join(root, 'server.ts')
process.argv[1] = server
await import(pathToFileURL(server).href)
