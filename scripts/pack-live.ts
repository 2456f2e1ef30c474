// `npm run pack:live`: builds the engine with its types and packs it, as an app of its own installs it.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runPart } from './run-part.ts'

const packedEngine = join(root, 'dist/hubbub-live.tgz')

/**
 * Packs it as this file. Nothing is made in `live/`: its files are sources, of which the pages are built again when they change.
 * Throws with what was printed when it does not build.
 */
export async function packLive(file = packedEngine): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-live-'))
  try {
    const { ok, output } = await runPart({
      program: ['typescript', 'bin/tsc'],
      args: ['-p', join(root, 'live/tsconfig.json'), '--outDir', join(folder, 'dist')],
      limitMs: 120_000,
      quiet: true,
    })
    if (!ok) throw new Error(output)
    copyFileSync(join(root, 'live/package.json'), join(folder, 'package.json'))
    const packed = execFileSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8' })
    mkdirSync(dirname(file), { recursive: true })
    copyFileSync(join(folder, basename(packed.trim())), resolve(file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  await packLive()
  console.log(packedEngine)
}
