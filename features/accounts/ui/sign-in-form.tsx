// The form to sign in with an email address or a handle.
'use client'
import { Field } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { AccountForm } from './account-form.tsx'
import type { Purpose } from './account-form.tsx'
import { PasswordField } from './password-field.tsx'

export function SignInForm({ action, purpose }: { action: FormAction; purpose: Purpose }) {
  return (
    <AccountForm
      action={action}
      purpose={purpose}
      button="Sign in"
      busy="Signing in…"
      fields={(state, problemOf) => (
        <>
          <Field
            label="Email or handle"
            name="login"
            type="text"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            required
            defaultValue={state.values['login']}
          />
          <PasswordField autoComplete="current-password" problem={problemOf('password')} />
        </>
      )}
    />
  )
}
