// The theme of the editor, from the page's design tokens.
import { HighlightStyle, syntaxTree } from '@codemirror/language'
import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view'
import type { DecorationSet, ViewUpdate } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const codeLetters = {
  fontFamily: 'var(--font-mono)',
  fontVariantLigatures: 'none',
  fontFeatureSettings: "'liga' 0, 'calt' 0",
  fontSize: '0.9em',
}

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
  // Code without ligatures: no two letters are drawn as one.
  '.cm-code': codeLetters,
  '.cm-codeLine': { backgroundColor: 'var(--sunken)' },
  '.cm-ySelectionInfo': {
    fontFamily: 'inherit',
    fontSize: '0.75rem',
    borderRadius: '0.375rem',
    padding: '0.0625rem 0.375rem',
    opacity: '1',
  },
})

export const editorHighlight = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.heading1, fontSize: '1.4em' },
  { tag: tags.heading2, fontSize: '1.2em' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)', textDecoration: 'underline' },
  { tag: [tags.processingInstruction, tags.meta, tags.comment], color: 'var(--muted)' },
  {
    tag: [tags.keyword, tags.operatorKeyword],
    color: 'var(--code-keyword)',
  },
  {
    tag: [tags.string, tags.special(tags.string)],
    color: 'var(--code-string)',
  },
  {
    tag: [tags.number, tags.bool, tags.null],
    color: 'var(--code-number)',
  },
  {
    tag: [tags.typeName, tags.className],
    color: 'var(--code-type)',
  },
  {
    tag: tags.function(tags.variableName),
    color: 'var(--code-function)',
  },
])

const line = Decoration.line({ class: 'cm-code cm-codeLine' })
const inline = Decoration.mark({ class: 'cm-code' })

/** Sets code in a monospaced font: whole lines of a block, in any language, and text between backticks. */
export const codeLines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet

    constructor(view: EditorView) {
      this.decorations = codeIn(view)
    }

    update({ view, docChanged, viewportChanged, startState, state }: ViewUpdate): void {
      const isReadAnew = syntaxTree(startState) !== syntaxTree(state)
      if (docChanged || viewportChanged || isReadAnew) this.decorations = codeIn(view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

function codeIn(view: EditorView): DecorationSet {
  const found = new RangeSetBuilder<Decoration>()
  const { doc } = view.state
  let next = 0
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        if (node.name === 'InlineCode' && node.from >= next) {
          found.add(node.from, node.to, inline)
          next = node.to
        }
        if (node.name !== 'FencedCode') return true
        let at = Math.max(node.from, from, next)
        while (at <= Math.min(node.to, to)) {
          const { from: start, to: end } = doc.lineAt(at)
          if (start >= next) found.add(start, start, line)
          at = end + 1
          next = at
        }
        return false
      },
    })
  }
  return found.finish()
}
