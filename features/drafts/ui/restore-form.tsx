// The form that restores a version; the present text is stored as a version before.
'use client'
import { buttonClass } from '#ui/button.ts'
import { RefInput } from '#ui/ref-input.tsx'

export function RestoreForm({
  draftId,
  versionId,
  restore,
}: {
  draftId: string
  versionId: string
  restore: (form: FormData) => Promise<void>
}) {
  return (
    <form action={restore}>
      <RefInput form={`restore-${versionId}`} />
      <input type="hidden" name="draftId" value={draftId} />
      <input type="hidden" name="versionId" value={versionId} />
      <button type="submit" className={buttonClass('quiet')}>
        Go back to it
      </button>
    </form>
  )
}
