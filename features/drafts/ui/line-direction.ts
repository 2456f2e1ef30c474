// Each line of a draft begins on the side of its script.
import { RangeSetBuilder } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view'
import type { DecorationSet, ViewUpdate } from '@codemirror/view'

const bySelf = Decoration.line({ attributes: { dir: 'auto' } })

class Lines {
  decorations: DecorationSet

  constructor(view: EditorView) {
    this.decorations = linesOf(view)
  }

  update({ docChanged, viewportChanged, view }: ViewUpdate): void {
    if (docChanged || viewportChanged) this.decorations = linesOf(view)
  }
}

function linesOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at)
      builder.add(line.from, line.from, bySelf)
      at = line.to + 1
    }
  }
  return builder.finish()
}

/** Cursors move and selections are drawn by the direction of the line that they are in. */
export const lineDirection: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.fromClass(Lines, { decorations: ({ decorations }) => decorations }),
]
