// The notice that changes are not stored, with the reason: it stays in sight while the text is edited.
import { Problem } from '#ui/problem.tsx'

export function Full({ why }: { why: string }) {
  return (
    <div className="sticky bottom-2 z-20 mb-3 rounded-2xl border border-line bg-raised px-4 py-2">
      <Problem>{why}</Problem>
    </div>
  )
}
