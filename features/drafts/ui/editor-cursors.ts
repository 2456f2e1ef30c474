// The look of other writers' cursors: the name stands above its line, or below it in the first line, where there is no room above.
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
