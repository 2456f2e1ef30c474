// Markdown within a line: emphasis, code, links, URLs, mentions. No HTML.
import { InlineContext } from '@lezer/markdown'
import type { DelimiterType, InlineParser, MarkdownConfig } from '@lezer/markdown'
import { tags } from '@lezer/highlight'
import { addressAt, isAddress } from './addresses.ts'
import { emphasisAt } from './emphasis.ts'
import { characterAt, characterBefore, isSpaced } from './letters.ts'
import { mentionAt } from './mentions.ts'

const [bang, parenthesis, star, at, bracket, backslash, bracketEnd, low, tick] = Array.from(
  '!(*@[\\]_`',
  (character) => character.charCodeAt(0),
)

/** The most marks of a kind in a paragraph; further ones are literal, so that parsing stays fast. */
const mostMarks = 1000
/** The most brackets in a paragraph that look like a link but are none; further ones are literal. */
const mostFailed = 100

interface Bracket {
  start: number
  isImage: boolean
  type: DelimiterType
}

class Seen {
  marks = 0
  brackets = 0
  failed = 0
  open: Bracket[] = []
  /** A backslash has escaped an opening mark, so another one may escape its closing mark. */
  escaped = false
}

const seen = new WeakMap<InlineContext, Seen>()

function seenIn(cx: InlineContext): Seen {
  const known = seen.get(cx) ?? new Seen()
  seen.set(cx, known)
  return known
}

const address: InlineParser = {
  name: 'Address',
  before: 'Escape',
  parse(cx, next, start) {
    if (next !== 104 && next !== 72) return -1
    const found = addressAt(cx.text, start - cx.offset)
    if (!found) return -1
    const end = found.end + cx.offset
    return found.isLink ? cx.addElement(cx.elt('Address', start, end)) : end
  },
}

const mention: InlineParser = {
  name: 'Mention',
  before: 'Escape',
  parse(cx, next, start) {
    const found = next === at ? mentionAt(cx.text, start - cx.offset) : null
    return found ? cx.addElement(cx.elt('Mention', start, found.end + cx.offset)) : -1
  },
}

const lineStart = /(?:^|\n)[ \t]*$/
const numberStart = /(?:^|\n)[ \t]*\d{1,3}$/
const labelled = /\[[^\n[\]]{0,300}\]\(/y

// A backslash is only removed before a character that would be a mark: paths, emoticons and `\d` keep theirs.
const escape: InlineParser = {
  name: 'Escape',
  parse(cx, next, start) {
    if (next !== backslash) return -1
    const { text } = cx
    const place = start - cx.offset
    if (isEscape(text, place, seenIn(cx).escaped)) {
      seenIn(cx).escaped = true
      return cx.addElement(cx.elt('Escape', start, start + 2))
    }
    // `\_` is the arm of an emoticon: its underscore opens no emphasis.
    return text.charCodeAt(place + 1) === low ? start + 2 : -1
  },
}

function isEscape(text: string, place: number, isClosing: boolean): boolean {
  const sign = text.charCodeAt(place + 1)
  const before = characterBefore(text, place)
  const after = characterAt(text, place + 2)
  if (sign === tick) return true
  if (sign === star) return isSpaced(before) ? isClosing && !isSpaced(after) : before !== ':'
  if (sign === low) {
    if (isSpaced(before)) return isClosing && !isSpaced(after)
    return /^(?:\s|[\p{Ps}\p{Pi}"'*]|)$/u.test(before) && isSpaced(after)
  }
  if (sign === bracket) {
    labelled.lastIndex = place + 1
    return labelled.test(text)
  }
  const line = text.slice(Math.max(0, place - 20), place)
  if (/^[#>+-]/.test(text.slice(place + 1))) return lineStart.test(line)
  return /^[.)](?:\s|$)/.test(text.slice(place + 1, place + 3)) && numberStart.test(line)
}

const emphasis: InlineParser = {
  name: 'Emphasis',
  parse(cx, next, start) {
    const found = emphasisAt(cx, next, start)
    if (!found) return -1
    const { end, opens, closes } = found
    if (!(opens || closes)) return end
    const known = seenIn(cx)
    known.marks += 1
    if (known.marks > mostMarks) return end
    const type = next === star ? InlineContext.emphasisAsterisk : InlineContext.emphasisUnderscore
    return cx.addDelimiter(type, start, end, opens, closes)
  },
}

const linkStart: InlineParser = {
  name: 'Link',
  parse(cx, next, start) {
    const isImage = next === bang && cx.char(start + 1) === bracket
    if (next !== bracket && !isImage) return -1
    const known = seenIn(cx)
    known.brackets += 1
    if (known.brackets > mostMarks) return -1
    // Each bracket has a delimiter type of its own, so that its closing bracket finds it.
    const type: DelimiterType = {}
    known.open.push({ start, isImage, type })
    return cx.addDelimiter(type, start, start + (isImage ? 2 : 1), true, false)
  },
}

const linkEnd: InlineParser = {
  name: 'LinkEnd',
  parse(cx, next, end) {
    if (next !== bracketEnd) return -1
    const known = seenIn(cx)
    const open = known.open.pop()
    if (!open || cx.char(end + 1) !== parenthesis) return -1
    if (known.failed > mostFailed) return -1
    const target = destination(cx.text, end + 2 - cx.offset)
    if (!target) known.failed += 1
    const index = target && cx.findOpeningDelimiter(open.type)
    if (!target || index === null) return -1
    const content = cx.takeContent(index)
    // Links cannot be nested.
    known.open = []
    const after = target.after + cx.offset
    return cx.addElement(
      cx.elt('Link', open.start, after, [
        cx.elt('LinkMark', open.start, open.start + (open.isImage ? 2 : 1)),
        ...content,
        cx.elt('LinkMark', end, end + 2),
        cx.elt('URL', target.from + cx.offset, target.to + cx.offset),
        cx.elt('LinkMark', after - 1, after),
      ]),
    )
  },
}

const longestTarget = 2048
const targetEnds = /[\s\p{C}<>"`\\]/u

/** The URL in a link's parentheses; null if they contain anything else. */
function destination(
  text: string,
  start: number,
): { from: number; to: number; after: number } | null {
  let depth = 0
  let to = start
  for (const last = Math.min(text.length, start + longestTarget); to < last; to += 1) {
    const character = text.charAt(to)
    if (targetEnds.test(character)) return null
    if (character === '(') depth += 1
    if (character === ')' && depth-- === 0) break
  }
  if (text[to] !== ')' || !isAddress(text.slice(start, to))) return null
  return { from: start, to, after: to + 1 }
}

export const inlines: MarkdownConfig = {
  defineNodes: [
    { name: 'Address', style: tags.url },
    { name: 'Mention', style: tags.link },
  ],
  remove: ['Entity', 'HTMLTag', 'HardBreak', 'Image'],
  parseInline: [address, mention, escape, emphasis, linkStart, linkEnd],
}
