// The button that copies code. Without scripts there is none, and its space stays empty.
'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { MouseEvent } from 'react'
import { useHydrated } from '../use-hydrated.ts'

const shownMs = 2500

type State = 'ready' | 'copied' | 'selected'

const words: Record<State, string> = {
  ready: '',
  copied: 'Copied',
  selected: 'Selected: copy it with your keyboard',
}

export function CopyCode({ text }: { text: string }) {
  const hydrated = useHydrated()
  const [state, setState] = useState<State>('ready')
  useEffect(() => {
    if (state === 'ready') return undefined
    const timer = setTimeout(() => setState('ready'), shownMs)
    return () => clearTimeout(timer)
  }, [state])
  if (!hydrated) return null

  async function copy(event: MouseEvent<HTMLButtonElement>): Promise<void> {
    const code = event.currentTarget.closest('.code-block')?.querySelector('code')
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Without a clipboard, as on a page without HTTPS, the code is selected instead.
      if (code) getSelection()?.selectAllChildren(code)
      setState('selected')
    }
  }

  return (
    <span className="flex shrink-0 items-center">
      <span role="status" className={state === 'copied' ? 'sr-only' : 'px-2'}>
        {words[state]}
      </span>
      <button
        type="button"
        aria-label="Copy the code"
        onClick={(event) => void copy(event)}
        className="inline-flex size-9 items-center justify-center rounded-lg text-muted hover:bg-line hover:text-ink"
      >
        {state === 'copied' ? (
          <Check aria-hidden="true" className="size-4 text-accent" />
        ) : (
          <Copy aria-hidden="true" className="size-4" />
        )}
      </button>
    </span>
  )
}
