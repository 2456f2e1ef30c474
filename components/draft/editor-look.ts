// The look of the editor, from the tokens of the page.
import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

export const editorTheme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '1.0625rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.62' },
  '.cm-content': { padding: '0.5rem 0', minHeight: '50dvh', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--accent-soft)' },
  '.cm-ySelectionInfo': {
    fontFamily: 'inherit',
    fontSize: '0.75rem',
    borderRadius: '0.375rem',
    padding: '0.0625rem 0.375rem',
    opacity: '1',
  },
})

const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace'

export const editorHighlight = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.heading1, fontSize: '1.4em' },
  { tag: tags.heading2, fontSize: '1.2em' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)', textDecoration: 'underline' },
  { tag: tags.monospace, fontFamily: mono, fontSize: '0.92em' },
  { tag: [tags.processingInstruction, tags.meta, tags.comment], color: 'var(--muted)' },
  {
    tag: [tags.keyword, tags.operatorKeyword],
    color: 'light-dark(oklch(0.5 0.15 300), oklch(0.78 0.12 300))',
  },
  {
    tag: [tags.string, tags.special(tags.string)],
    color: 'light-dark(oklch(0.5 0.12 140), oklch(0.8 0.12 140))',
  },
  {
    tag: [tags.number, tags.bool, tags.null],
    color: 'light-dark(oklch(0.5 0.15 40), oklch(0.79 0.12 50))',
  },
  {
    tag: [tags.typeName, tags.className],
    color: 'light-dark(oklch(0.5 0.13 230), oklch(0.8 0.1 230))',
  },
  {
    tag: tags.function(tags.variableName),
    color: 'light-dark(oklch(0.5 0.12 260), oklch(0.79 0.1 260))',
  },
])
