// The Markdown that is read here, on pages and in the editor alike: what is not named is words.
import { parser } from '@lezer/markdown'
import type { MarkdownConfig } from '@lezer/markdown'
import { blocks } from './block-grammar.ts'
import { inlines } from './inline-grammar.ts'

export const grammar: MarkdownConfig[] = [blocks, inlines]

export const markdownParser = parser.configure(grammar)
