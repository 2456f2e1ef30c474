// A secret in a file that only its owner may read: created at the first read, then kept.
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Reads the secret, or creates it with `make`. Two processes at once get the same one. */
export async function keptSecret(file: string, make: () => string): Promise<string> {
  const kept = await read(file)
  if (kept !== null) return kept
  await mkdir(dirname(file), { recursive: true })
  // Written aside and linked: the name never shows an unfinished file, and the first link wins.
  const aside = `${file}.${randomUUID()}`
  await writeFile(aside, `${make()}\n`, { mode: 0o600, flush: true })
  try {
    await link(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(aside, { force: true })
  }
  const secret = await read(file)
  if (secret === null) throw new Error(`The file ${file} is empty: remove it, and start again.`)
  return secret
}

async function read(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim() || null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
