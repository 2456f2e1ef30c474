// The editor of a draft: CodeMirror on a Yjs text, joined with the others' over Hocuspocus. Loaded on this page alone.
'use client'
import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { draftText } from '#protocol/draft-channel.ts'
import type { Viewer } from '#protocol/views.ts'
import type { Present } from './draft-state.tsx'
import { editorHighlight, editorTheme } from './editor-look.ts'
import { joinDraft } from './join-draft.ts'
import { ReadOnly } from './read-only.tsx'
import { usePolledText } from './use-polled-text.ts'

export function Editor({
  draftId,
  linkKey,
  mayWrite,
  person,
  text,
  onPresent,
}: {
  draftId: string
  linkKey: string | null
  mayWrite: boolean
  person: Viewer
  text: string
  onPresent: (present: Present) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const [status, setStatus] = useState<Present['status']>('connecting')
  const name = person?.name ?? 'A guest'
  useEffect(() => {
    if (!place.current) return undefined
    const document = new Y.Doc()
    const joined = joinDraft({ draftId, linkKey, document, name, mayWrite }, (present) => {
      setStatus(present.status)
      onPresent(present)
    })
    const words = document.getText(draftText)
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: words.toString(),
        extensions: [
          // One undoes one's own alone.
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap, indentWithTab]),
          markdown({ codeLanguages: languages }),
          syntaxHighlighting(editorHighlight),
          EditorView.cspNonce.of(pageNonce()),
          editorTheme,
          drawSelection(),
          EditorView.lineWrapping,
          EditorView.editable.of(mayWrite),
          EditorState.readOnly.of(!mayWrite),
          EditorView.contentAttributes.of({ 'aria-label': 'The text of the draft' }),
          placeholder('Write here. Markdown and ``` code blocks are shown as such.'),
          yCollab(words, joined.awareness, { undoManager: new Y.UndoManager(words) }),
        ],
      }),
    })
    return () => {
      view.destroy()
      joined.leave()
      document.destroy()
    }
  }, [draftId, linkKey, mayWrite, name, onPresent])

  const polled = usePolledText(draftId, linkKey, status === 'polling')
  const hidden = status === 'polling' || status === 'refused' || status === 'connecting'
  return (
    <>
      {hidden && status !== 'refused' ? <ReadOnly text={polled ?? text} /> : null}
      <div ref={place} hidden={hidden} className="min-h-[50dvh] py-3" />
    </>
  )
}

/** The page's policy lets in styles that carry its nonce, which a script may read off another one. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
}
