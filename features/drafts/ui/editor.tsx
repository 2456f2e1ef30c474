// The editor of a draft: CodeMirror on a Yjs text, synchronised by Hocuspocus. Loaded on this page alone.
'use client'
import { defaultKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { useEffect, useId, useRef, useState } from 'react'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { draftText } from '../channel.ts'
import type { PublishedView } from '../channel.ts'
import { grammar } from '#platform/text/grammar.ts'
import type { Present } from './draft-state.tsx'
import { cursorTheme } from './editor-cursors.ts'
import { boundedInput, plainInput, tabHint, tabKeys } from './editor-input.ts'
import { codeLines, editorHighlight, editorTheme } from './editor-look.ts'
import { isOver, joinDraft } from './join-draft.ts'
import { lineDirection } from './line-direction.ts'
import { Full } from './full.tsx'
import { ReadOnly } from './read-only.tsx'
import { Untaken } from './untaken.tsx'
import { usePolledText } from './use-polled-text.ts'

const quietMs = 300

export function Editor({
  draftId,
  linkKey,
  mayWrite,
  isGuest,
  text,
  onPresent,
  onPublished,
  onWords,
}: {
  draftId: string
  linkKey: string | null
  mayWrite: boolean
  isGuest: boolean
  text: string
  onPresent: (present: Present) => void
  onPublished: (published: PublishedView | null) => void
  /** Gets the text when it has not changed for a moment. */
  onWords: (words: string) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const [status, setStatus] = useState<Present['status']>('connecting')
  const [untaken, setUntaken] = useState<{ why: string; words: string } | null>(null)
  const [full, setFull] = useState<string | null>(null)
  const [tooMuch, setTooMuch] = useState<string | null>(null)
  const hint = useId()
  useEffect(() => {
    if (!place.current) return undefined
    const document = new Y.Doc()
    const words = document.getText(draftText)
    let quiet: ReturnType<typeof setTimeout> | undefined
    words.observe(() => {
      clearTimeout(quiet)
      quiet = setTimeout(() => onWords(words.toString()), quietMs)
    })
    const joined = joinDraft(
      { draftId, linkKey, document, isGuest },
      {
        present: (present) => {
          setStatus(present.status)
          onPresent(present)
        },
        published: onPublished,
        full: setFull,
        untaken: (why) => setUntaken({ why, words: words.toString() }),
      },
    )
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: words.toString(),
        extensions: [
          // Undo reverts only the writer's own changes.
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
          tabKeys,
          boundedInput(setTooMuch),
          plainInput,
          markdown({ codeLanguages: languages, extensions: grammar }),
          syntaxHighlighting(editorHighlight),
          codeLines,
          EditorView.cspNonce.of(pageNonce()),
          cursorTheme,
          editorTheme,
          drawSelection(),
          EditorView.lineWrapping,
          lineDirection,
          EditorView.editable.of(mayWrite),
          EditorState.readOnly.of(!mayWrite),
          EditorView.contentAttributes.of({
            'aria-label': 'The text of the draft',
            ...(mayWrite ? { 'aria-describedby': hint } : {}),
          }),
          placeholder('Write here. Markdown and ``` code blocks are shown as such.'),
          yCollab(words, joined.awareness, { undoManager: new Y.UndoManager(words) }),
        ],
      }),
    })
    return () => {
      clearTimeout(quiet)
      view.destroy()
      joined.leave()
      document.destroy()
    }
  }, [draftId, linkKey, mayWrite, isGuest, hint, onPresent, onPublished, onWords])

  const polled = usePolledText(draftId, linkKey, status === 'polling', onPublished)
  const isPlain = status === 'polling' || status === 'connecting'
  const hidden = isPlain || isOver(status)
  const why = tooMuch ?? full
  return (
    <>
      {isPlain ? <ReadOnly text={polled ?? text} /> : null}
      {untaken ? <Untaken {...untaken} /> : null}
      <p id={hint} className="sr-only">
        {tabHint}
      </p>
      <div ref={place} hidden={hidden} className="min-h-[50dvh] py-3" />
      {why === null || hidden ? null : <Full why={why} />}
    </>
  )
}

/** The page's Content-Security-Policy accepts styles with its nonce, which a script can read from another element. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
}
