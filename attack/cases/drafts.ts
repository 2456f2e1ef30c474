// Drafts: what whoever has a link to one, or began it, can do to all others.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { draftLimits } from '#features/drafts/limits.ts'
import { TestWriter } from '#server/integration/test-writer.ts'
import { only } from '../attack.ts'
import type { Attack, Case } from '../attack.ts'

const writers = 4
const partSize = 50_000
const mostUnsent = 1024 * 1024

export const draftCases: Case[] = [
  {
    name: 'a draft filled by a link to write',
    promised: 'it holds 200,000 characters, and says so',
    run: async (attack) => {
      const { draftId, key } = await begin(attack, 'write')
      const all = Array.from({ length: writers }, (_, index) => join(attack, draftId, key, index))
      await Promise.all(
        all.map(async (writer) => {
          for (let round = 0; !attack.over; round += 1) {
            writer.text.insert(0, String.fromCodePoint(97 + (round % 26)).repeat(partSize))
            if (round % 5 === 4) writer.text.delete(0, 4 * partSize)
            while (!attack.over && writer.unsent > mostUnsent) await pause(10)
            await pause(10)
          }
          if (writer.full !== null) attack.count('full')
          writer.end()
        }),
      )
      const response = await fetch(`${attack.site.origin}/api/drafts/${draftId}?key=${key}`, {
        headers: attack.headers(),
      })
      const { text } = (await response.json()) as { text: string }
      attack.count(text.length <= draftLimits.text ? 'bounded' : 'over its bound')
    },
    kept: (seen) => only(seen, 'bounded', 'full') && 'bounded' in seen,
  },
  {
    name: 'a draft changed in many places by a link to write',
    promised: 'refused, or full',
    run: async (attack) => {
      const { draftId, key } = await begin(attack, 'write')
      await attack.flood(2, async () => {
        const writer = join(attack, draftId, key, randomUUID())
        while (!attack.over && writer.closed === null && writer.full === null) {
          writer.document.transact(() => {
            for (let count = 0; count < 5000; count += 1) {
              writer.text.insert(Math.floor(Math.random() * writer.text.length), 'xy')
            }
          })
          await pause(100)
        }
        attack.count(writer.full === null ? 'closed' : 'full')
        writer.end()
        await pause(100)
      })
    },
    kept: (seen) => only(seen, 'closed', 'full'),
  },
  {
    name: 'cursors by a link to read',
    promised: 'read slowly',
    run: async (attack) => {
      const { draftId, key } = await begin(attack, 'read')
      const all = Array.from({ length: writers }, (_, index) => join(attack, draftId, key, index))
      await Promise.all(
        all.map(async (reader) => {
          for (let count = 0; !attack.over; count += 1) {
            reader.say({ cursor: null, words: 'x'.repeat(10_000), count })
            if (count % 100 === 0) await pause(1)
            while (!attack.over && reader.unsent > mostUnsent) {
              attack.seen['waited'] = 1
              await pause(10)
            }
          }
          reader.end()
        }),
      )
    },
    kept: (seen) => only(seen, 'waited'),
  },
  {
    name: 'versions of 6,000 lines compared',
    promised: 'two at a time, each for 1 s at most; in time refused with 429',
    run: async (attack) => {
      const { draftId } = await begin(attack, 'write')
      await write(attack, draftId, lines('before'))
      const versionId = (await command(attack, { type: 'keepVersion', draftId }))['versionId']
      await write(attack, draftId, lines('after'))
      const { cookie } = attack.site
      await attack.flood(10, () =>
        attack.ask(`/drafts/${draftId}/versions?version=${String(versionId)}`, {
          headers: { cookie },
        }),
      )
    },
    kept: (seen) => only(seen, 200, 429),
  },
  {
    name: 'a draft published of which the characters take long to count',
    promised: 'refused with a sentence',
    run: async (attack) => {
      const { draftId } = await begin(attack, 'write')
      await write(attack, draftId, '🇩🇪'.repeat(draftLimits.text / 4))
      await attack.flood(4, async () => {
        attack.count(await answered(attack, { type: 'publishDraft', draftId }))
        await pause(100)
      })
    },
    kept: (seen) => only(seen, 'invalid', 'rate_limited'),
  },
]

function lines(word: string): string {
  return Array.from({ length: 6000 }, (_, index) => `${word} ${index}`).join('\n')
}

async function begin(
  attack: Attack,
  role: 'read' | 'write',
): Promise<{ draftId: string; key: string }> {
  const draftId = String((await command(attack, { type: 'createDraft' }))['draftId'])
  const link = await command(attack, { type: 'setDraftLink', draftId, role, on: true })
  return { draftId, key: String(link['key']) }
}

function join(attack: Attack, draftId: string, key: string, who: number | string): TestWriter {
  const { origin } = attack.site
  return new TestWriter({ url: origin }, draftId, null, `${key}~${who}`, attack.headers())
}

/** Puts words in place of a draft's, as somebody with an account. */
async function write(attack: Attack, draftId: string, words: string): Promise<void> {
  const writer = new TestWriter(
    { url: attack.site.origin },
    draftId,
    attack.site,
    '',
    attack.headers(),
  )
  while (!writer.synced) await pause(20)
  writer.text.delete(0, writer.text.length)
  writer.text.insert(0, words)
  while (!writer.synced) await pause(20)
  writer.end()
}

async function command(attack: Attack, given: object): Promise<Record<string, unknown>> {
  const answer = await post(attack, given)
  if (answer.result === undefined) throw new Error(JSON.stringify(answer))
  return answer.result
}

/** The code of the error, or `ack`. */
async function answered(attack: Attack, given: object): Promise<string> {
  return (await post(attack, given)).code ?? 'ack'
}

async function post(
  attack: Attack,
  given: object,
): Promise<{ code?: string; result?: Record<string, unknown> }> {
  const response = await fetch(`${attack.site.origin}/live/commands`, {
    method: 'POST',
    headers: attack.headers({ cookie: attack.site.cookie }),
    body: JSON.stringify({ ref: randomUUID(), ...given }),
  })
  return (await response.json()) as { code?: string; result?: Record<string, unknown> }
}
