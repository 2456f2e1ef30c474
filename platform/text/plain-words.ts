// A text without its Markdown: for titles, excerpts and other plain text.
import { mayHaveMarks } from './marks.ts'
import type { Inline } from './read-inline.ts'
import { readText } from './read-text.ts'
import type { Block } from './read-text.ts'

/** The plain text of a Markdown text. */
export function plainWords(text: string): string {
  return mayHaveMarks(text) ? wordsOf(readText(text)) : text
}

function wordsOf(blocks: readonly Block[]): string {
  return blocks
    .map((block, index) => `${index > 0 ? '\n'.repeat(block.blank + 1) : ''}${wordsOfBlock(block)}`)
    .join('')
}

function wordsOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return inlineWords(block.words)
    case 'quote':
      return wordsOf(block.blocks)
    case 'list':
      return block.items
        .map(({ value, blocks }) => {
          const mark = block.ordered ? `${value}${block.ordered} ` : ''
          return `${mark}${wordsOf(blocks)}`
        })
        .join('\n')
    case 'code':
      return block.text
    default:
      return block satisfies never
  }
}

/** The plain text of a paragraph's inlines. */
export function inlineWords(words: readonly Inline[]): string {
  return words
    .map((word) => {
      if (word.kind === 'link') return word.words ? inlineWords(word.words) : word.href
      return 'words' in word ? inlineWords(word.words) : word.text
    })
    .join('')
}
