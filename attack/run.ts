// `npm run attack [name …]`: hostile cases from outside against a production build with its limits on, and whether what is
// promised about each was kept. With parts of names as arguments: those cases alone. `ATTACK_SECONDS`: how long each takes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Case, Seen, Site } from './attack.ts'
import type { Order } from './attacker.ts'
import { cases } from './cases.ts'
import { watchHealth } from './health.ts'
import type { Health } from './health.ts'
import { startSite } from './site.ts'

const seconds = Number(process.env['ATTACK_SECONDS'] ?? 8)
const medianLimitMs = 50

interface Row {
  case: string
  promised: string
  healthz: string
  seen: string
  ok: string
}

const names = process.argv.slice(2)
const chosen = cases.filter(
  ({ name }) => names.length === 0 || names.some((part) => name.includes(part)),
)
if (chosen.length === 0) {
  console.error(`There is no such case; there are:\n${cases.map(({ name }) => name).join('\n')}`)
  process.exit(1)
}

const site = await startSite()
const rows: Row[] = []
try {
  const quiet = await watchHealth(site.origin, pause(3000))
  rows.push({ case: '(nothing)', promised: '', healthz: inWords(quiet), seen: '', ok: '' })
  for (const [index, each] of chosen.entries()) {
    console.log(each.name)
    const attack = carryOut(each, `192.0.2.${index + 1}`)
    const health = await watchHealth(site.origin, attack)
    const seen = await attack
    rows.push(judge(each, seen, health))
    // What is still under way is not the next case's.
    await pause(1000)
  }
} finally {
  await site.stop()
}
console.table(rows)
process.exit(rows.some(({ ok }) => ok === 'no') ? 1 : 0)

async function carryOut({ name }: Case, address: string): Promise<Seen> {
  const attacker = fork(join(import.meta.dirname, 'attacker.ts'))
  const { origin, cookie, postIds, oldest }: Site = site
  const order: Order = { name, address, seconds, site: { origin, cookie, postIds, oldest } }
  attacker.send(order)
  const [seen] = (await once(attacker, 'message')) as [Seen]
  return seen
}

function judge({ name, promised, kept }: Case, seen: Seen, health: Health): Row {
  const ok = kept(seen) && health.median < medianLimitMs && health.failures === 0 && site.runs
  const found = Object.entries(seen).map(([what, times]) => `${times} × ${what}`)
  return {
    case: name,
    promised,
    healthz: inWords(health),
    seen: `${found.join(', ')}${site.runs ? '' : '; the server has ended'}`,
    ok: ok ? 'ok' : 'no',
  }
}

function inWords({ median, worst, failures }: Health): string {
  const failed = failures > 0 ? `, ${failures} failed` : ''
  return `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms${failed}`
}
