// What a person typed, cut into words, links and mentions. Nothing in it is ever read as markup.
import type { FoundLink } from './find-links.ts'

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; handle: string }

const longAddress = 42
const mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_]{2,30})(?![\p{L}\p{N}_@])/giu

/** Whether there may be links in it. */
export function mayLink(body: string): boolean {
  return /https?:\/\//i.test(body)
}

/** `links` are those of this text, in its order. */
export function parseText(body: string, links: readonly FoundLink[]): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { start, end, href } of links) {
    pieces.push(...parseMentions(body.slice(from, start)))
    pieces.push({ kind: 'link', text: shortened(body.slice(start, end)), href })
    from = end
  }
  pieces.push(...parseMentions(body.slice(from)))
  return pieces
}

function parseMentions(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(mention)) {
    if (found.index > from) pieces.push({ kind: 'text', text: text.slice(from, found.index) })
    pieces.push({ kind: 'mention', text: found[0], handle: (found[1] ?? '').toLowerCase() })
    from = found.index + found[0].length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

function shortened(address: string): string {
  const text = [...address.replace(/^https?:\/\//i, '')]
  return text.length > longAddress ? `${text.slice(0, longAddress - 1).join('')}…` : text.join('')
}
