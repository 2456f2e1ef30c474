// `npm run bench [name …]`: runs the benchmarks and prints their figures as ratios to a peer in the same run.
import { actions } from './actions.ts'
import { beside } from './beside.ts'
import { browser } from './browser.ts'
import { drafts } from './drafts.ts'
import { fanOut } from './fan-out.ts'
import { hotPost } from './hot-post.ts'
import { likes } from './likes.ts'
import { growth } from './growth.ts'
import { pages } from './pages.ts'
import { machine } from './results.ts'
import { restart } from './restart.ts'
import { rooms } from './rooms.ts'
import { tab } from './tab.ts'
import { typing } from './typing.ts'

const benchmarks: Record<string, () => Promise<void>> = {
  likes,
  'fan-out': fanOut,
  'hot-post': hotPost,
  beside,
  restart,
  rooms,
  drafts,
  pages,
  actions,
  browser,
  typing,
  growth,
  tab,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benchmarks).join(', ')}.`,
  )
  process.exit(1)
}
console.log(machine)
for (const [name, run] of Object.entries(benchmarks)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n${name}`)
  // One after the other: they would share the processors.
  await run()
}
process.exit(0)
