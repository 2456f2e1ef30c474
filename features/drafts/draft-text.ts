// What is stored of a draft's text beside its updates: the title for lists, and from time to time a version.
import { asName, canBeSeen } from '#platform/text/names.ts'
import { cut } from '#platform/text/words.ts'
import { plainWords } from '#platform/text/plain-words.ts'
import type { Database } from '#platform/postgres/database.ts'

const longestTitle = 120
/** The part of the text in which a title is searched. */
const beginning = { length: 5_000, lines: 100 }
/** An automatic version is stored when the newest is older than this. */
const versionEveryMs = 10 * 60_000

/** Stores the draft's present text. */
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

/** The first line with visible characters; '' when there is none at the beginning of the text. */
export function titleOf(text: string): string {
  for (const line of text.slice(0, beginning.length).split('\n', beginning.lines)) {
    const words = asName(plainWords(cut(line.trim(), 4 * longestTitle)))
    if (canBeSeen(words)) return cut(words, longestTitle)
  }
  return ''
}
