// Filters keyboard and clipboard input of the editor: only characters that may stand in a draft, whole characters at a
// time; Tab moves the focus, except where text is indented.
import { indentLess, indentMore } from '@codemirror/commands'
import { syntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import type { Extension, Text } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { ySyncAnnotation } from 'y-codemirror.next'
import { toPlainText } from '../channel.ts'
import { draftLimits } from '../limits.ts'

const tooMuch = `That is too much for a draft and was not put in: ${draftLimits.text.toLocaleString('en')} characters at most.`

/**
 * Drops characters that may not stand in a draft. Half a character (browsers replace one emoji by
 * another that way) would be lost on its way to the others: the whole character is replaced instead.
 */
export const plainInput: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(ySyncAnnotation)) return transaction
  const { newDoc, startState } = transaction
  const mended: { from: number; to: number; insert: string }[] = []
  transaction.changes.iterChanges((fromA, toA, fromB, toB) => {
    const from = cutsAt(startState.doc, fromA) || cutsAt(newDoc, fromB) ? fromB - 1 : fromB
    const to = cutsAt(startState.doc, toA) || cutsAt(newDoc, toB) ? toB + 1 : toB
    const words = newDoc.sliceString(from, to)
    const plain = toPlainText(words)
    if (from !== fromB || to !== toB || plain !== words) mended.push({ from, to, insert: plain })
  })
  return mended.length > 0 ? [transaction, { changes: mended, sequential: true }] : transaction
})

/** Rejects input far over a draft's limit; `tell` gets the reason, and null with the next change. */
export function boundedInput(tell: (why: string | null) => void): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    const { docChanged, newDoc, startState } = transaction
    if (!docChanged || transaction.annotation(ySyncAnnotation)) return transaction
    const isTooMuch = newDoc.length > 2 * draftLimits.text && newDoc.length > startState.doc.length
    tell(isTooMuch ? tooMuch : null)
    return isTooMuch ? [] : transaction
  })
}

/** Whether a position is between the two halves (surrogates) of a character. */
function cutsAt(text: Text, at: number): boolean {
  return (
    at > 0 &&
    at < text.length &&
    /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.sliceString(at - 1, at + 1))
  )
}

const indented: ReadonlySet<string> = new Set(['FencedCode', 'CodeBlock', 'ListItem'])

/** Whether the whole selection is in code or in lists. */
export function mayIndent(state: EditorState): boolean {
  const tree = syntaxTree(state)
  return state.selection.ranges.every(({ from, to }) =>
    [from, to].every((at) =>
      ([-1, 1] as const).some((side) => {
        let node: ReturnType<typeof tree.resolveInner> | null = tree.resolveInner(at, side)
        while (node && !indented.has(node.name)) node = node.parent
        return node !== null
      }),
    ),
  )
}

/** Tab moves the focus on; in code and lists it indents, until Escape. */
export const tabKeys: Extension = [
  EditorView.domEventHandlers({
    keydown: ({ key }, view) => {
      if (key === 'Escape') view.setTabFocusMode(true)
      else if (key !== 'Tab' && key !== 'Shift') view.setTabFocusMode(false)
    },
    blur: (_, view) => view.setTabFocusMode(false),
  }),
  keymap.of([
    {
      key: 'Tab',
      run: (view) => mayIndent(view.state) && indentMore(view),
      shift: (view) => mayIndent(view.state) && indentLess(view),
    },
  ]),
]

/** For screen readers: what Tab does. */
export const tabHint =
  'Tab leaves the text. In lists and code it indents: there, press Escape and then Tab to leave.'
