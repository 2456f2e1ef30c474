// An error message, shown where the error occurred.
import { CircleAlert } from 'lucide-react'

export function Problem({ id, children }: { id?: string; children: React.ReactNode }) {
  return (
    <p
      {...(id ? { id } : {})}
      role="alert"
      className="flex items-start gap-2 text-note text-danger"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  )
}
