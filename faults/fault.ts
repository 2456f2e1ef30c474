// What a case of `npm run test:faults` has to work with: servers of its own, and people who write and read meanwhile.
import type { TestFolder } from '#platform/test-folder.ts'
import type { Crowd } from './crowd.ts'
import type { FaultySite } from './site.ts'

export interface Fault {
  name: string
  /** A sentence: what holds, beside that nothing acknowledged is lost or done twice. */
  promised: string
  /** From the end of the fault, or from its beginning where it stays, until changes are taken again. */
  withinMs: number
  /** Throws what was seen instead of what is promised. */
  run(world: World): Promise<Outcome>
}

export interface Outcome {
  seen: string
  recoveredMs: number
}

export interface World {
  folder: TestFolder
  /** A production server that is ready; `settings`: of its environment. */
  site(settings?: Record<string, string>): Promise<FaultySite>
  /** The same, not started yet. */
  unstarted(settings?: Record<string, string>): Promise<FaultySite>
  /** People who write there, and readers over each of the four transports; all stop with the case. */
  crowd(site: FaultySite): Promise<Crowd>
  /** A site with its crowd. */
  busy(settings?: Record<string, string>): Promise<{ site: FaultySite; crowd: Crowd }>
}

/** The case needs what this machine does not have. */
export class NotHere extends Error {
  override name = 'NotHere'
}
