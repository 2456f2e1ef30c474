// The packed engine: what is in it, and that packing changes no source.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packLive } from './pack-live.ts'
import { root } from './run-part.ts'

test('its four doors are packed with their types, and `live/` is as it was', async () => {
  const sources = () => readdirSync(join(root, 'live'), { recursive: true }).toSorted()
  const before = sources()
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-pack-'))
  const file = join(folder, 'live.tgz')
  try {
    await packLive(file)
    const packed = execFileSync('tar', ['tzf', file], { encoding: 'utf8' }).split('\n')
    for (const door of ['protocol', 'server', 'client', 'react']) {
      expect(packed).toContain(`package/dist/live/${door}.js`)
      expect(packed).toContain(`package/dist/live/${door}.d.ts`)
    }
    expect(sources()).toEqual(before)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
