// `npm start`: prepares what is missing or stale, then becomes the production server, so that signals and exit codes are its own.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuild } from './build.mjs'
import { root, runOnBuild } from './builds.mjs'
import { followParent } from './follow-parent.mjs'

followParent()
process.chdir(root)
process.env.NODE_ENV = 'production'

const build = await ensureBuild()
runOnBuild(build)
process.env.NEXT_DIST_DIR = build
const server = join(root, 'server.ts')
process.argv[1] = server
await import(pathToFileURL(server).href)
