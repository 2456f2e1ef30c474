// The hidden ref of a form: sent twice by one page without scripts it is one command; with scripts each sending is another.
'use client'
import { useMemo } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { useFormRef } from './render-moment.tsx'
import { useHydrated } from './use-hydrated.ts'

/** `state`: what the form's action answered last; with a new answer the next sending is a new command. */
export function RefInput({ form, state = null }: { form: string; state?: unknown }) {
  const given = useFormRef(form)
  const hydrated = useHydrated()
  // oxlint-disable-next-line react/exhaustive-deps
  const fresh = useMemo(() => uuidv7(), [state])
  return <input type="hidden" name="ref" value={hydrated ? fresh : given} />
}
