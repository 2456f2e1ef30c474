// What a person typed, cut into words, links and mentions. Nothing in it is ever read as markup.
import { find } from 'linkifyjs'

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; handle: string }

const longAddress = 42
const mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_]{2,30})(?![\p{L}\p{N}_@])/giu

/** Only addresses that are written out with http or https become links. */
export function parseText(body: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of find(body, 'url')) {
    if (!/^https?:\/\//i.test(found.value) || !isAddress(found.href)) continue
    pieces.push(...parseMentions(body.slice(from, found.start)))
    pieces.push({ kind: 'link', text: shortened(found.value), href: found.href })
    from = found.end
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

// An address with a name before the host could be shortened to look like another's: it stays text.
function isAddress(href: string): boolean {
  const url = URL.canParse(href) ? new URL(href) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === ''
}

function shortened(address: string): string {
  const text = [...address.replace(/^https?:\/\//i, '')]
  return text.length > longAddress ? `${text.slice(0, longAddress - 1).join('')}…` : text.join('')
}
