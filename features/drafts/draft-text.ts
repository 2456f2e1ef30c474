// What is kept of a draft's words beside its updates: what lists show, and now and then a version.
import { asName, canBeSeen } from '#platform/text/names.ts'
import { cut } from '#platform/text/words.ts'
import { plainWords } from '#platform/text/plain-words.ts'
import type { Database } from '#platform/postgres/database.ts'

const longestTitle = 120
/** Where a title is looked for. */
const beginning = { length: 5_000, lines: 100 }
/** A version is kept by itself when the newest is older than this. */
const versionEveryMs = 10 * 60_000

/** Takes the draft's words as they are now. */
export async function keepText(db: Database, draftId: string, text: string): Promise<void> {
  const title = titleOf(text)
  await db.draft.updateMany({ where: { id: draftId }, data: { title, updatedAt: new Date() } })
  const newest = await db.version.findFirst({
    where: { draftId },
    orderBy: { id: 'desc' },
    select: { createdAt: true },
  })
  const due = !newest || Date.now() - newest.createdAt.getTime() > versionEveryMs
  if (due && text.trim() !== '') {
    await db.version.createMany({ data: [{ draftId, text }], skipDuplicates: true })
  }
}

/** The first line of which something can be seen; '' when there is none at the beginning of the text. */
export function titleOf(text: string): string {
  for (const line of text.slice(0, beginning.length).split('\n', beginning.lines)) {
    const words = asName(plainWords(cut(line.trim(), 4 * longestTitle)))
    if (canBeSeen(words)) return cut(words, longestTitle)
  }
  return ''
}
