// A context with the server actions of every form, so that each form works without scripts.
'use client'
import { createContext, use } from 'react'
import type { ReactNode } from 'react'
import type { FormAction } from '#ui/form-state.ts'

export interface FormActions {
  /** Runs the command that a button below a post names. */
  markPost: (form: FormData) => Promise<void>
  signOut: () => Promise<void>
  takeNameOff: (form: FormData) => Promise<void>
  post: FormAction
  comment: FormAction
  editProfile: FormAction
  saveAvatar: FormAction
}

const ActionsContext = createContext<FormActions | null>(null)

export function FormActionsProvider({
  actions,
  children,
}: {
  actions: FormActions
  children: ReactNode
}) {
  return <ActionsContext value={actions}>{children}</ActionsContext>
}

/** The forms' server actions. */
export function useFormActions(): FormActions {
  const actions = use(ActionsContext)
  if (!actions) throw new Error('FormActionsProvider is missing above this component.')
  return actions
}
