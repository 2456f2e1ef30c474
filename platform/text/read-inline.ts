// Turns the parse tree of a paragraph or a heading into inlines: text, emphasis, code, links, mentions.
import type { SyntaxNode } from '@lezer/common'

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis'; words: Inline[] }
  | { kind: 'code'; text: string }
  /** `words`: the link's text; null: its URL is shown. */
  | { kind: 'link'; href: string; words: Inline[] | null }
  | { kind: 'mention'; handle: string; text: string }

/** The deepest nesting of emphasis; deeper marks have no effect. */
const deepest = 8
const marks = new Set(['EmphasisMark', 'HeaderMark', 'QuoteMark', 'LinkMark', 'CodeMark'])

/** Reads from `start` to the node's end; drops the first `base` characters of further lines, the outer blocks' indentation. */
export function readInline(
  source: string,
  parent: SyntaxNode,
  start: number,
  base: number,
  { depth = 0, inLink = false, end = parent.to } = {},
): Inline[] {
  const words: Inline[] = []
  let from = start
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.to <= from || node.from >= end) continue
    addText(words, source, from, node.from, base)
    from = node.to
    if (marks.has(node.name)) continue
    if (node.name === 'Escape') addText(words, source, node.from + 1, node.to, base)
    else if (node.name === 'Emphasis' || node.name === 'StrongEmphasis') {
      const inner = readInline(source, node, node.from, base, { depth: depth + 1, inLink })
      const kind = node.name === 'Emphasis' ? 'emphasis' : 'strong'
      if (depth < deepest) words.push({ kind, words: inner })
      else words.push(...inner)
    } else words.push(...pieceOf(source, node, base, depth, inLink))
  }
  addText(words, source, from, end, base)
  return words
}

function pieceOf(
  source: string,
  node: SyntaxNode,
  base: number,
  depth: number,
  inLink: boolean,
): Inline[] {
  const text = source.slice(node.from, node.to)
  if (node.name === 'InlineCode') return [{ kind: 'code', text: codeOf(source, node, base) }]
  if (node.name === 'Link') return [linkOf(source, node, base, depth)]
  if (node.name === 'Address' && !inLink) return [{ kind: 'link', href: text, words: null }]
  if (node.name === 'Mention' && !inLink) {
    return [{ kind: 'mention', handle: text.slice(1).toLowerCase(), text }]
  }
  return [{ kind: 'text', text }]
}

function linkOf(source: string, node: SyntaxNode, base: number, depth: number): Inline {
  const [first, second] = node.getChildren('LinkMark')
  const url = node.getChild('URL')
  const words = readInline(source, node, first?.to ?? node.from, base, {
    depth,
    inLink: true,
    end: second?.from ?? node.to,
  })
  const href = url ? source.slice(url.from, url.to) : ''
  return { kind: 'link', href, words: words.length > 0 ? words : null }
}

function codeOf(source: string, node: SyntaxNode, base: number): string {
  const [first, last] = node.getChildren('CodeMark')
  const words: Inline[] = []
  addText(words, source, first?.to ?? node.from, last?.from ?? node.to, base)
  const text = words.map((word) => (word.kind === 'text' ? word.text : '')).join('')
  const isPadded = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== ''
  return isPadded ? text.slice(1, -1) : text
}

/** Adds a range of the source as text, merged with text before it. */
export function addText(
  words: Inline[],
  source: string,
  from: number,
  to: number,
  base: number,
): void {
  if (from >= to) return
  const text = base === 0 ? source.slice(from, to) : withoutBase(source, from, to, base)
  const last = words.at(-1)
  if (text === '') return
  if (last?.kind === 'text') last.text += text
  else words.push({ kind: 'text', text })
}

function withoutBase(source: string, from: number, to: number, base: number): string {
  let text = ''
  let at = from
  while (at < to) {
    // The range may begin within the prefix of the surrounding quote, after its `>`.
    const start = source.lastIndexOf('\n', at - 1) + 1
    while (at < to && at - start < base && start > 0 && / |\t|>/.test(source.charAt(at))) at += 1
    const end = source.indexOf('\n', at)
    const next = end < 0 || end >= to ? to : end + 1
    text += source.slice(at, next)
    at = next
  }
  return text
}
