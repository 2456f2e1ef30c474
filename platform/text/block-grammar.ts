// Markdown blocks: which lines begin a quote, a list, a heading or code. Lines that only look like one stay text.
import type { BlockContext, BlockParser, Line, MarkdownConfig } from '@lezer/markdown'

/** The deepest nesting of lists and quotes; deeper lines stay text. */
const deepest = 12
const asCode = 4

/** A block parser that keeps lines matched by `isWritten` as plain text. */
function lineKept(
  name: string,
  before: string,
  isWritten: (rest: string, cx: BlockContext, line: Line) => boolean,
): BlockParser {
  return {
    name,
    before,
    parse(cx, line) {
      if (!isWritten(line.text.slice(line.pos), cx, line)) return false
      addLines(cx, line, () => false)
      return true
    },
  }
}

/** Adds this line, and following ones while `goesOn` holds, as a paragraph. */
function addLines(cx: BlockContext, line: Line, goesOn: () => boolean): void {
  const start = cx.lineStart + line.pos
  let text = line.text.slice(line.pos)
  // Within a list or a quote the next line may belong to another block.
  const isOutermost = cx.depth === 1
  while (cx.nextLine() && isOutermost && line.pos < line.text.length && goesOn()) {
    text += `\n${line.text}`
  }
  const words = cx.parser.parseInline(text, start)
  cx.addElement(cx.elt('Paragraph', start, start + text.length, words))
}

// Indented lines are not code here: they keep their indentation, and their links work.
const indented: BlockParser = {
  name: 'IndentedCode',
  parse(cx, line) {
    const isIndented = () => line.indent >= line.baseIndent + asCode
    if (!isIndented()) return false
    addLines(cx, line, isIndented)
    return true
  },
}

const rule = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/

export const blocks: MarkdownConfig = {
  remove: ['LinkReference', 'HTMLBlock', 'SetextHeading', 'HorizontalRule'],
  parseBlock: [
    indented,
    lineKept('Tildes', 'FencedCode', (rest) => rest.startsWith('~~~')),
    // An emoticon like `>:(` or a comparison is not a quote.
    lineKept(
      'NoQuote',
      'Blockquote',
      (rest, cx) =>
        rest.startsWith('>') &&
        (cx.depth > deepest || !/^>+[ \t]*["'«„“”\p{L}*_`#@[([-]|^>+[ \t]+\S/u.test(rest)),
    ),
    lineKept('Rule', 'BulletList', (rest) => rule.test(rest)),
    lineKept(
      'NoBullet',
      'BulletList',
      (rest, cx) =>
        /^[-+*](?:[ \t]|$)/.test(rest) &&
        (cx.depth > deepest || (rest.trim().length === 1 && cx.parentType().name !== 'BulletList')),
    ),
    // A year or a decimal at the beginning of a line is not a list item.
    lineKept(
      'NoNumber',
      'OrderedList',
      (rest, cx) =>
        /^\d+[.)](?:[ \t]|$)/.test(rest) &&
        (cx.depth > deepest || !/^(?:[1-9]\d{0,2}|0)[.)][ \t]+\S/.test(rest)),
    ),
    lineKept('NoHeading', 'ATXHeading', (rest) => /^#+[ \t]*$/.test(rest)),
  ],
}
