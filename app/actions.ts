// The server action that runs commands of every feature.
'use server'
import { refOf } from '#live/protocol/commands.ts'
import type { Answer } from '#features/protocol.ts'
import { site } from '#server/site.ts'
import { signedOut } from './form-answers.ts'
import { currentViewer } from './viewer.ts'

const maxCommands = 200

/** Runs a list of commands of the signed-in person, in order; returns an answer for each. */
export async function act(inputs: unknown[]): Promise<Answer[]> {
  const list = Array.isArray(inputs) ? inputs.slice(0, maxCommands) : []
  const viewer = await currentViewer()
  if (viewer) return site().execute(viewer, list)
  return list.map((input) => ({
    type: 'error',
    ref: refOf(input),
    code: 'unauthenticated',
    message: signedOut,
  }))
}
