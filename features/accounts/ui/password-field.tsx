// A password field with a button that shows the password.
'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { iconButtonClass } from '#ui/button.ts'
import { Field } from '#ui/field.tsx'
import { useHydrated } from '#ui/use-hydrated.ts'

export function PasswordField({
  autoComplete,
  hint,
  problem,
  minLength,
}: {
  autoComplete: 'current-password' | 'new-password'
  hint?: string
  problem: string | null
  minLength?: number
}) {
  const [shown, setShown] = useState(false)
  const hydrated = useHydrated()
  const Icon = shown ? EyeOff : Eye
  return (
    <Field
      label="Password"
      name="password"
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      required
      minLength={minLength}
      problem={problem}
      {...(hint ? { hint } : {})}
      end={
        hydrated ? (
          <button
            type="button"
            aria-pressed={shown}
            aria-label="Show password"
            className={iconButtonClass}
            onClick={() => setShown((before) => !before)}
          >
            <Icon aria-hidden="true" className="size-5" strokeWidth={1.75} />
          </button>
        ) : null
      }
    />
  )
}
