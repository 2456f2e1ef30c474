// `npm run example -- tweet`: starts an app that is built on the engine, as somebody who installs it would: packed, with
// packages of its own, on a database of its own.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { packLive } from './pack-live.ts'
import { root } from './run-part.ts'
import { runTool } from './run-tool.ts'

const examples = join(root, 'examples')

function npm(folder: string, args: string[], env: Record<string, string> = {}): void {
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    // Prisma asks for its engine's version, which any program answers: nothing is downloaded.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env, ...env },
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = status ?? 1
}

await runTool(async () => {
  const name = process.argv[2] ?? ''
  if (!/^[a-z]+$/.test(name) || !existsSync(join(examples, name))) {
    console.error(`Name one of these examples: ${readdirSync(examples).join(', ')}.`)
    process.exitCode = 1
    return
  }
  const folder = join(examples, name)
  await packLive()
  npm(folder, ['install', '--no-audit', '--no-fund', '--no-package-lock'])
  const database = process.env['DATABASE_URL']
  const embedded = database
    ? null
    : await startEmbedded(join(folder, 'data'), createLogger('error'))
  try {
    npm(folder, ['start'], { DATABASE_URL: database ?? embedded?.url ?? '' })
  } finally {
    await embedded?.stop()
  }
})
