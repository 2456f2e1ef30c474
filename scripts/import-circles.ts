// Files that import each other in a circle, types included: neither can be read, moved or tested without the other.
import { importsOf, resolve } from './folder-rules.ts'
import type { Sources } from './folder-rules.ts'

/** A sentence for each circle: the files of it, each imported by the one before. */
export function circles(sources: Sources): string[] {
  const imported = new Map(
    Object.entries(sources).map(([path, text]) => [path, targetsOf(path, text, sources)]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) found.push(`${[...way.slice(at), path].join(' → ')} is a circle of imports.`)
    if (at >= 0 || done.has(path)) return
    for (const next of imported.get(path) ?? []) walk(next, [...way, path])
    // All that can be reached from here has been seen.
    done.add(path)
  }
  for (const path of imported.keys()) walk(path, [])
  return found
}

function targetsOf(path: string, text: string, sources: Sources): string[] {
  const targets = importsOf(text).flatMap((specifier) => resolve(path, specifier) ?? [])
  return targets.filter((target) => target in sources)
}
