// The supported subset of Markdown, for pages and the editor; everything else is plain text.
import { parser } from '@lezer/markdown'
import type { MarkdownConfig } from '@lezer/markdown'
import { blocks } from './block-grammar.ts'
import { inlines } from './inline-grammar.ts'

export const grammar: MarkdownConfig[] = [blocks, inlines]

export const markdownParser = parser.configure(grammar)
