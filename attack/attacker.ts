// A process of its own for one case, so that what it does takes no time from whoever watches the site.
import { setPriority } from 'node:os'
import { Attack } from './attack.ts'
import type { Site } from './attack.ts'
import { cases } from './cases.ts'

export interface Order {
  name: string
  site: Site
  address: string
  seconds: number
}

// An attack comes from other machines: on this one it takes no processor from the server.
setPriority(10)
process.once('message', (order: Order) => void carryOut(order))

async function carryOut({ name, site, address, seconds }: Order): Promise<void> {
  const attack = new Attack(site, address, seconds)
  await cases.find((each) => each.name === name)?.run(attack)
  process.send?.(attack.seen, () => process.exit(0))
}
