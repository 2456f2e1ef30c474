// `npm run test:faults [name …]`: what can happen to a server, done to a production build while people write and read, and
// what came of it as a table. With parts of names as arguments: those cases alone. Some cases need root or a program.
import { openTestFolder } from '#platform/test-folder.ts'
import { ensureBuild } from '../scripts/build.mjs'
import { deaths } from './cases/deaths.ts'
import { databaseFaults } from './cases/database.ts'
import { worldFaults } from './cases/world.ts'
import { Crowd } from './crowd.ts'
import { NotHere } from './fault.ts'
import type { Fault } from './fault.ts'
import { FaultySite } from './site.ts'
import { seconds } from './until.ts'

const faults = [...deaths, ...databaseFaults, ...worldFaults]
const names = process.argv.slice(2)
const chosen = faults.filter(
  ({ name }) => names.length === 0 || names.some((part) => name.includes(part)),
)
if (chosen.length === 0) {
  console.error(`There is no such case; there are:\n${faults.map(({ name }) => name).join('\n')}`)
  process.exit(1)
}

interface Row {
  case: string
  promised: string
  seen: string
  'changes again after': string
  ok: 'ok' | 'no' | 'not here'
}

await ensureBuild()
const rows: Row[] = []
for (const fault of chosen) {
  const row = await tried(fault)
  rows.push(row)
  console.log(
    `${row.ok === 'ok' ? '✓' : row.ok} ${row.case}: ${row.seen} (${row['changes again after']})`,
  )
}
console.log(asTable(rows))
const failed = rows.filter(({ ok }) => ok === 'no').length
console.log(`${rows.length - failed} as promised, ${failed} not`)
process.exit(failed > 0 ? 1 : 0)

async function tried(fault: Fault): Promise<Row> {
  const { name, promised, withinMs } = fault
  const folder = openTestFolder()
  const sites: FaultySite[] = []
  const crowds: Crowd[] = []
  const unstarted = async (settings: Record<string, string> = {}): Promise<FaultySite> => {
    const site = await FaultySite.at(folder, `data-${sites.length}`, settings)
    sites.push(site)
    return site
  }
  const started = async (settings?: Record<string, string>): Promise<FaultySite> => {
    const site = await unstarted(settings)
    await site.start()
    return site
  }
  const crowd = async (site: FaultySite): Promise<Crowd> => {
    const begun = await Crowd.begin(site)
    crowds.push(begun)
    return begun
  }
  const end = async (): Promise<void> => {
    for (const each of crowds) each.stop()
    for (const site of sites.toReversed()) {
      site.signal('SIGCONT')
      await site.end().catch(() => null)
    }
    await folder.remove()
  }
  const row = { case: name, promised }
  try {
    const { seen, recoveredMs } = await fault.run({
      folder,
      unstarted,
      site: started,
      crowd,
      busy: async (settings) => {
        const site = await started(settings)
        return { site, crowd: await crowd(site) }
      },
    })
    const isInTime = recoveredMs <= withinMs
    const after = `${seconds(recoveredMs)}${isInTime ? '' : `, promised ${seconds(withinMs)}`}`
    return { ...row, seen, 'changes again after': after, ok: isInTime ? 'ok' : 'no' }
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    const ok = error instanceof NotHere ? 'not here' : 'no'
    return { ...row, seen: sentence, 'changes again after': '–', ok }
  } finally {
    await end()
  }
}

/** As Markdown has it, so that it can be put into the documentation. */
function asTable(all: readonly Row[]): string {
  const columns = ['case', 'promised', 'seen', 'changes again after', 'ok'] as const
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...all.map((row) => line(columns.map((column) => row[column].replaceAll('\n', ' ')))),
  ].join('\n')
}
