// What a draft's connection carries beside Yjs updates: cursors, notices and errors; and which characters a draft may hold.
import { z } from 'zod'
import { author } from '#platform/author.ts'

/** The name of the text in a draft's Yjs document. */
export const draftText = 'text'

// A text has line breaks and tabs. Other control characters cannot be seen, editors differ in how long a carriage
// return is, and NUL cannot be stored.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/

/** Whether a text may stand in a draft unchanged. */
export function isPlainText(text: string): boolean {
  return !controls.test(text) && text.isWellFormed()
}

/** Makes a text fit for a draft: unifies line ends, removes other control characters. */
export function toPlainText(text: string): string {
  const oneEnding = text.replace(/\r\n?/g, '\n')
  return oneEnding.toWellFormed().replace(new RegExp(controls, 'g'), '')
}

/** The close code when an update is not accepted. The reason is a sentence; sending the same update again does not help. */
export const changeRefused = 4422

/** The reason when a page may read but too many pages have the draft open. */
export const tooManyPages = 'too-many-pages'

const count = z.int().min(0)
const itemId = z.object({ client: count.max(0xffff_ffff), clock: count })
/** A position in the text, as Yjs encodes it: beside a character, or at one end of the text. */
const place = z.object({
  type: z.null().optional(),
  tname: z.literal(draftText).nullish(),
  item: itemId.nullish(),
  assoc: z.int().min(-1).max(1).optional(),
})
export const cursorPlace = z.object({ anchor: place, head: place })
export type CursorPlace = z.infer<typeof cursorPlace>

const color = z.string().regex(/^oklch\(0\.62 0\.16 \d{1,3}\)$/)
const colorLight = z.string().regex(/^oklch\(0\.62 0\.16 \d{1,3} \/ 0\.25\)$/)

/** What pages receive about a writer: name and colours set by the server, and the cursor. */
export const writerState = z.object({
  user: z.object({ name: z.string().max(200), color, colorLight }),
  cursor: cursorPlace.nullish(),
})
export type WriterState = z.infer<typeof writerState>

/** The colours of a draft's nth writer: far from those before it. */
export function cursorColors(index: number): { color: string; colorLight: string } {
  const hue = (20 + index * 47) % 360
  return { color: `oklch(0.62 0.16 ${hue})`, colorLight: `oklch(0.62 0.16 ${hue} / 0.25)` }
}

/** The post made from a draft; `postId` is null when it was deleted since. */
export const publishedView = z.object({
  postId: z.string().nullable(),
  /** The words of the post, to compare with those of the draft. */
  body: z.string().nullable(),
  by: author.nullable(),
  /** ISO-8601 */
  at: z.string(),
})
export type PublishedView = z.infer<typeof publishedView>

/**
 * Messages of the server to a page that has a draft open: the post made from it (null: none), or why the page's
 * changes are not stored for now (null: they are).
 */
export const draftNotice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('published'), published: publishedView.nullable() }),
  z.object({ type: z.literal('full'), why: z.string().nullable() }),
])
export type DraftNotice = z.infer<typeof draftNotice>

/** `GET /api/drafts/<id>` */
export const draftAnswer = z.object({ text: z.string(), published: publishedView.nullable() })
