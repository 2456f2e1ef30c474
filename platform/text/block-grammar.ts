// Which lines begin a quote, a list, a heading or code. What only looks like one stays a line as it was written.
import type { BlockContext, BlockParser, Line, MarkdownConfig } from '@lezer/markdown'

/** A list in a list, a quote in a quote: deeper than this, lines stay as they are. */
const deepest = 12
const asCode = 4

/** Keeps what `isWritten` knows from being read as anything but the words of a line. */
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

/** Takes this line as words, and those after it for which `goesOn` holds. */
function addLines(cx: BlockContext, line: Line, goesOn: () => boolean): void {
  const start = cx.lineStart + line.pos
  let text = line.text.slice(line.pos)
  // Within a list or a quote the next line may belong to something else.
  const isOutermost = cx.depth === 1
  while (cx.nextLine() && isOutermost && line.pos < line.text.length && goesOn()) {
    text += `\n${line.text}`
  }
  const words = cx.parser.parseInline(text, start)
  cx.addElement(cx.elt('Paragraph', start, start + text.length, words))
}

// An indented line is no code here: its look is kept, and so are its links.
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
    // A face like `>:(` or a comparison is no quote.
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
    // A year or a decimal that begins a line is no place in a list.
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
