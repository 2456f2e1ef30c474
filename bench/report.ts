// `npm run bench:report`: draws the charts and writes the tables of the docs from what the benchmarks found last.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { charts } from './drawings.ts'
import { tables } from './tables.ts'

const root = join(import.meta.dirname, '..')

/** Puts each table in its place: between `<!-- bench:NAME -->` and `<!-- /bench -->`. */
function fill(path: string): void {
  const text = readFileSync(path, 'utf8')
  const filled = text.replace(
    /(<!-- bench:([\w-]+) -->\n)[\s\S]*?(<!-- \/bench -->)/g,
    (whole_, begin: string, name: string, end: string) => {
      const make = tables[name]
      return make ? `${begin}\n${make()}\n\n${end}` : whole_
    },
  )
  if (filled !== text) writeFileSync(path, filled)
}

for (const [name, draw] of Object.entries(charts)) {
  writeFileSync(join(root, 'docs/images', name), draw())
}
fill(join(root, 'README.md'))
for (const name of readdirSync(join(root, 'docs'))) {
  if (name.endsWith('.md')) fill(join(root, 'docs', name))
}
console.log(`${Object.keys(charts).length} charts in docs/images, and the tables of the docs.`)
