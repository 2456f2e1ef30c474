// What goes over the connection of a draft beside Yjs: which characters its text may have, cursors, what is refused.
import { z } from 'zod'
import { author } from '#platform/author.ts'

/** The name of the text in a draft's Yjs document. */
export const draftText = 'text'

// A text has line breaks and tabs. Other control characters cannot be seen, editors differ in how long a carriage
// return is, and NUL cannot be stored.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/

/** Whether words may stand in a draft as they are. */
export function isPlainText(text: string): boolean {
  return !controls.test(text) && text.isWellFormed()
}

/** Words as they may stand in a draft: line ends made one, other control characters gone. */
export function toPlainText(text: string): string {
  const oneEnding = text.replace(/\r\n?/g, '\n')
  return oneEnding.toWellFormed().replace(new RegExp(controls, 'g'), '')
}

/** The socket's code when a change is not taken. Its reason is a sentence; coming back with the same change is no use. */
export const changeRefused = 4422

/** Why a page is not let in although it may read: so many have the draft open already. */
export const tooManyPages = 'too-many-pages'

const count = z.int().min(0)
const itemId = z.object({ client: count.max(0xffff_ffff), clock: count })
/** A place in the text, as Yjs writes it: beside one of its characters, or at one of its ends. */
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

/** What a page is told of somebody who writes: the server's words, and where their cursor is. */
export const writerState = z.object({
  user: z.object({ name: z.string().max(200), color, colorLight }),
  cursor: cursorPlace.nullish(),
})
export type WriterState = z.infer<typeof writerState>

/** The colours of the nth to write in a draft: far from those before it. */
export function cursorColors(index: number): { color: string; colorLight: string } {
  const hue = (20 + index * 47) % 360
  return { color: `oklch(0.62 0.16 ${hue})`, colorLight: `oklch(0.62 0.16 ${hue} / 0.25)` }
}

/** The post that a draft became; `postId` is null when it was deleted since. */
export const publishedView = z.object({
  postId: z.string().nullable(),
  /** The words of the post, to be held against those of the draft. */
  body: z.string().nullable(),
  by: author.nullable(),
  /** ISO-8601 */
  at: z.string(),
})
export type PublishedView = z.infer<typeof publishedView>

/**
 * What the server says to a page that has a draft open: the post that it became (null: none), or why what the page
 * wrote is not kept for now (null: it is).
 */
export const draftNotice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('published'), published: publishedView.nullable() }),
  z.object({ type: z.literal('full'), why: z.string().nullable() }),
])
export type DraftNotice = z.infer<typeof draftNotice>

/** `GET /api/drafts/<id>` */
export const draftAnswer = z.object({ text: z.string(), published: publishedView.nullable() })
