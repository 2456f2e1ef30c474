// The form to make an account.
'use client'
import { passwordLimits } from '#platform/account-limits.ts'
import { Field } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { AccountForm } from './account-form.tsx'
import type { Purpose } from './account-form.tsx'
import { PasswordField } from './password-field.tsx'

export function SignUpForm({ action, purpose }: { action: FormAction; purpose: Purpose }) {
  return (
    <AccountForm
      action={action}
      purpose={purpose}
      button="Make my account"
      busy="Making your account…"
      fields={(state, problemOf) => (
        <>
          <Field
            label="Name"
            name="name"
            type="text"
            autoComplete="name"
            hint="As others see it above what you write."
            required
            defaultValue={state.values['name']}
            problem={problemOf('name')}
          />
          <Field
            label="Handle"
            name="username"
            type="text"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            hint="2 to 30 letters, digits or underscores. Others mention you by it: @handle."
            required
            minLength={2}
            defaultValue={state.values['username']}
            problem={problemOf('username')}
          />
          <Field
            label="Email"
            name="email"
            type="email"
            autoComplete="email"
            hint="To sign in with. Nobody sees it."
            required
            defaultValue={state.values['email']}
            problem={problemOf('email')}
          />
          <PasswordField
            autoComplete="new-password"
            hint={`At least ${passwordLimits.least} characters, and none of those that everybody takes.`}
            minLength={passwordLimits.least}
            problem={problemOf('password')}
          />
        </>
      )}
    />
  )
}
