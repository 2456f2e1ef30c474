// `npm run example -- tweet`: starts an app that is built on the engine, as somebody who installs it would: packed, with
// packages of its own, on a database of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { followParent } from './follow-parent.mjs'
import { packLive } from './pack-live.ts'
import { root } from './run-part.ts'
import { runTool } from './run-tool.ts'

const examples = join(root, 'examples')

/** Resolves with its exit code when it has ended: a signal to all of us ends it, and what follows is tidied up. */
async function npm(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn('npm', args, {
    cwd: folder,
    // Prisma asks for its engine's version, which any program answers: nothing is downloaded.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env, ...env },
    stdio: 'inherit',
    // A group of its own: npm hands a signal on to a shell, which does not.
    detached: true,
  })
  const forward = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 0
}

followParent()
await runTool(async () => {
  const name = process.argv[2] ?? ''
  if (!/^[a-z]+$/.test(name) || !existsSync(join(examples, name))) {
    console.error(`Name one of these examples: ${readdirSync(examples).join(', ')}.`)
    process.exitCode = 1
    return
  }
  const folder = join(examples, name)
  await packLive()
  const installed = await npm(folder, ['install', '--no-audit', '--no-fund', '--no-package-lock'])
  if (installed !== 0) throw new Error('The packages of the example could not be installed.')
  const database = process.env['DATABASE_URL']
  const embedded = database
    ? null
    : await startEmbedded(join(folder, 'data'), createLogger('error'))
  try {
    process.exitCode = await npm(folder, ['start'], {
      DATABASE_URL: database ?? embedded?.url ?? '',
    })
  } finally {
    await embedded?.stop()
  }
})
