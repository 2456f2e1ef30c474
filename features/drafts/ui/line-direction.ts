// Sets the direction of each line of a draft (left to right, or right to left) by its script.
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

/** Cursor moves and selections follow the direction of their line. */
export const lineDirection: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.fromClass(Lines, { decorations: ({ decorations }) => decorations }),
]
