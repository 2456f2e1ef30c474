// Compact notation of a parsed text, for tests.
import type { Inline } from './read-inline.ts'
import { readText } from './read-text.ts'
import type { Block } from './read-text.ts'

/** `{b …}` is bold, `{i …}` italic, `{c …}` code, `{a target|words}` a link, `{@ handle}` a mention. */
export function shapeOf(text: string): string {
  return blocks(readText(text))
}

function blocks(all: readonly Block[]): string {
  return all.map((each) => `${'␤'.repeat(each.blank)}${block(each)}`).join('¶')
}

function block(each: Block): string {
  switch (each.kind) {
    case 'paragraph':
      return inline(each.words)
    case 'heading':
      return `{h${each.level} ${inline(each.words)}}`
    case 'quote':
      return `{> ${blocks(each.blocks)}}`
    case 'code':
      return `{code ${each.language}|${each.text}}`
    default: {
      const items = each.items.map((item) => {
        const mark = each.ordered ? `${item.value}${each.ordered}` : '-'
        return `${'␤'.repeat(item.blank)}${mark} ${blocks(item.blocks)}`
      })
      return `{list ${items.join(' ')}}`
    }
  }
}

function inline(words: readonly Inline[]): string {
  return words
    .map((word) => {
      if (word.kind === 'text') return word.text
      if (word.kind === 'code') return `{c ${word.text}}`
      if (word.kind === 'mention') return `{@ ${word.handle}}`
      if (word.kind === 'link') return `{a ${word.href}|${word.words ? inline(word.words) : ''}}`
      return `{${word.kind === 'strong' ? 'b' : 'i'} ${inline(word.words)}}`
    })
    .join('')
}
