// Parses a text into blocks (paragraphs, lists, quotes, headings, code) with inlines (text, links, mentions).
import type { SyntaxNode } from '@lezer/common'
import { addText, readInline } from './read-inline.ts'
import type { Inline } from './read-inline.ts'
import { markdownParser } from './grammar.ts'
import { Kept } from './kept.ts'

interface Placed {
  /** Blank lines before the block. */
  blank: number
}

export type Block = Placed &
  (
    | { kind: 'paragraph'; words: Inline[] }
    | { kind: 'heading'; level: number; words: Inline[] }
    | { kind: 'quote'; blocks: Block[] }
    | { kind: 'list'; ordered: '.' | ')' | null; items: Item[] }
    | { kind: 'code'; language: string; text: string }
  )

export interface Item extends Placed {
  /** The item's number in an ordered list. */
  value: number
  blocks: Block[]
}

const kept = new Kept<readonly Block[]>(500)

/** The blocks of a text; recent results are cached. */
export function readText(text: string): readonly Block[] {
  return kept.get(text, () => blocksOf(text, markdownParser.parse(text).topNode, 0))
}

/** `base`: characters at the start of each line that belong to surrounding lists and quotes. */
function blocksOf(source: string, parent: SyntaxNode, base: number): Block[] {
  const blocks: Block[] = []
  let end: number | null = null
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.name === 'QuoteMark' || node.name === 'ListMark') continue
    const blank: number = end === null ? 0 : blankLines(source, end, node.from)
    blocks.push({ ...blockOf(source, node, base), blank })
    end = node.to
  }
  return blocks
}

function blockOf(source: string, node: SyntaxNode, base: number): Block {
  const blank = 0
  if (node.name === 'Blockquote') {
    return { kind: 'quote', blank, blocks: blocksOf(source, node, quoteBase(source, node)) }
  }
  if (node.name === 'BulletList' || node.name === 'OrderedList') return listOf(source, node)
  if (node.name === 'FencedCode') return codeOf(source, node, base)
  const level = /^ATXHeading(\d)$/.exec(node.name)?.[1]
  if (level) {
    const words = trimmed(readInline(source, node, node.from, base))
    return { kind: 'heading', blank, level: Number(level), words }
  }
  // A paragraph keeps its indentation.
  const start = Math.min(lineStart(source, node.from) + base, node.from)
  return { kind: 'paragraph', blank, words: readInline(source, node, start, base) }
}

function listOf(source: string, list: SyntaxNode): Block {
  const items: Item[] = []
  const numbers: number[] = []
  let ordered: '.' | ')' | null = null
  let end: number | null = null
  for (const node of list.getChildren('ListItem')) {
    const mark = node.getChild('ListMark')
    const written = mark ? source.slice(mark.from, mark.to) : ''
    if (list.name === 'OrderedList') ordered = written.endsWith(')') ? ')' : '.'
    numbers.push(Number.parseInt(written, 10) || 0)
    const blank: number = end === null ? 0 : blankLines(source, end, node.from)
    items.push({ blank, value: 0, blocks: blocksOf(source, node, itemBase(source, node, mark)) })
    end = node.to
  }
  // A list that repeats one number is numbered upwards from it; other lists keep their numbers.
  const [first = 0] = numbers
  const counts = numbers.every((each) => each === first)
  for (const [index, item] of items.entries()) {
    item.value = counts ? first + index : (numbers[index] ?? 0)
  }
  return { kind: 'list', blank: 0, ordered, items }
}

function codeOf(source: string, node: SyntaxNode, base: number): Block {
  const text = node
    .getChildren('CodeText')
    .map(({ from, to }) => source.slice(from, to))
    .join('')
  const isOpen = node.getChildren('CodeMark').length < 2
  if (isOpen && text.trim() === '') {
    const words: Inline[] = []
    addText(words, source, node.from, node.to, base)
    return { kind: 'paragraph', blank: 0, words }
  }
  const info = node.getChild('CodeInfo')
  const [language = ''] = info ? source.slice(info.from, info.to).split(/\s/) : []
  return { kind: 'code', blank: 0, language, text }
}

function quoteBase(source: string, node: SyntaxNode): number {
  const after = /[ \t]/.test(source.charAt(node.from + 1)) ? 2 : 1
  return node.from - lineStart(source, node.from) + after
}

function itemBase(source: string, item: SyntaxNode, mark: SyntaxNode | null): number {
  const start = mark ? mark.to : item.from
  const spaces = /^[ \t]{1,4}(?![ \t])/.exec(source.slice(start, start + 5))?.[0].length ?? 1
  return start - lineStart(source, start) + spaces
}

function lineStart(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1
}

function blankLines(source: string, from: number, to: number): number {
  return Math.max(0, source.slice(from, to).split('\n').length - 2)
}

function trimmed(words: Inline[]): Inline[] {
  return words.flatMap((word, index): Inline[] => {
    if (word.kind !== 'text') return [word]
    const begun = index === 0 ? word.text.trimStart() : word.text
    const text = index === words.length - 1 ? begun.trimEnd() : begun
    return text === '' ? [] : [{ ...word, text }]
  })
}
