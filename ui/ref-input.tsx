// The hidden ref of a form: the same page sent twice without scripts is one command; with scripts each submission is another.
'use client'
import { useMemo } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { useFormRef } from './render-moment.tsx'
import { useHydrated } from './use-hydrated.ts'

/** `state`: the last answer of the form's action; after a new one, the next submission is a new command. */
export function RefInput({ form, state = null }: { form: string; state?: unknown }) {
  const given = useFormRef(form)
  const hydrated = useHydrated()
  // oxlint-disable-next-line react/exhaustive-deps
  const fresh = useMemo(() => uuidv7(), [state])
  return <input type="hidden" name="ref" value={hydrated ? fresh : given} />
}
