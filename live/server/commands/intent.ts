// The type of a parsed command inside the command runner.
import type { Actor } from '../../protocol/actor.ts'

/** A parsed command with its actor. */
export interface Intent {
  readonly actor: Actor
  readonly type: string
  readonly ref: string
  readonly input: object
}
