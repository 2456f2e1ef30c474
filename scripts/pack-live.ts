// `npm run pack:live`: builds the engine with its types and packs it, as an app of its own installs it.
import { execFileSync } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runPart } from './run-part.ts'

export const packedEngine = join(root, 'live/hubbub-live.tgz')

/** Throws with what was printed when it does not build. */
export async function packLive(): Promise<void> {
  const folder = join(root, 'live')
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  const { ok, output } = await runPart({
    program: ['typescript', 'bin/tsc'],
    args: ['-p', join(folder, 'tsconfig.json')],
    limitMs: 120_000,
    quiet: true,
  })
  if (!ok) throw new Error(output)
  const printed = execFileSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8' })
  renameSync(join(folder, printed.trim()), packedEngine)
}

const [, script] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  await packLive()
  console.log(packedEngine)
}
