// How the others' cursors look: the name stands above its line, and below the first one, where there is no room.
import { EditorView } from '@codemirror/view'

export const cursorTheme = EditorView.theme({
  '.cm-ySelectionInfo': {
    maxWidth: '12rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    unicodeBidi: 'isolate',
  },
  '.cm-line:first-child .cm-ySelectionInfo': { top: 'auto', bottom: '-1.75em' },
})
