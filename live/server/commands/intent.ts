// A command on its way through the runner.
import type { Actor } from '../../protocol/actor.ts'

/** A command that was read, with the person who gave it. */
export interface Intent {
  readonly actor: Actor
  readonly type: string
  readonly ref: string
  readonly input: object
}
