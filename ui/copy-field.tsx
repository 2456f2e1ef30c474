// A field with a text to copy, and a button that puts it on the clipboard.
'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { iconButtonClass } from './button.ts'
import { inputClass } from './field.tsx'
import { useHydrated } from './use-hydrated.ts'

/** `path`: a path of this site, shown with its origin; `value`: any other text. */
export function CopyField({
  label,
  ...given
}: { label: string } & ({ path: string } | { value: string })) {
  const hydrated = useHydrated()
  const [copied, setCopied] = useState(false)
  const origin = hydrated ? location.origin : ''
  const value = 'path' in given ? `${origin}${given.path}` : given.value

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      // Without permission for the clipboard the text can still be selected.
    }
  }

  return (
    <div className="relative">
      <label className="block space-y-1 text-note">
        <span className="text-muted">{label}</span>
        <input
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className={`${inputClass} pe-14`}
        />
      </label>
      <button
        type="button"
        aria-label={copied ? 'Copied' : `Copy: ${label}`}
        onClick={() => void copy()}
        className={`${iconButtonClass} absolute end-0.5 bottom-0.5`}
      >
        {copied ? (
          <Check aria-hidden="true" className="size-4.5 text-accent" />
        ) : (
          <Copy aria-hidden="true" className="size-4.5" />
        )}
      </button>
    </div>
  )
}
