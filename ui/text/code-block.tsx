// A block of code, highlighted where its language is known, with a copy button.
'use client'
import { Suspense } from 'react'
import { deferred } from '../deferred.ts'
import { canHighlight } from './code-languages.ts'
import { CopyCode } from './copy-code.tsx'

// Highlighting is loaded later: it does not change the size of the block.
const useHighlighter = deferred(() => import('./highlight.ts'))

const colours: Record<string, string> = {
  keyword: 'code-keyword',
  string: 'code-string',
  number: 'code-number',
  type: 'code-type',
  function: 'code-function',
  comment: 'code-comment',
  deletion: 'code-deletion',
}

export function CodeBlock({ language, text }: { language: string; text: string }) {
  const plain = text
  const coloured = <Coloured language={language} text={text} />
  return (
    <div dir="ltr" className="code-block">
      <div className="code-head">
        <span className="min-w-0 truncate">{language}</span>
        <CopyCode text={text} />
      </div>
      {/* The block scrolls by itself, so it must be focusable for the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="group" aria-label={language ? `Code in ${language}` : 'Code'}>
        <code>
          {canHighlight(language, text) ? (
            <Suspense fallback={typeof window === 'undefined' ? coloured : plain}>
              {coloured}
            </Suspense>
          ) : (
            plain
          )}
        </code>
      </pre>
    </div>
  )
}

function Coloured({ language, text }: { language: string; text: string }) {
  const { highlight } = useHighlighter()
  return highlight(language, text).map(({ kind, text: part }, index) =>
    kind ? (
      <span key={index} className={colours[kind]}>
        {part}
      </span>
    ) : (
      part
    ),
  )
}
