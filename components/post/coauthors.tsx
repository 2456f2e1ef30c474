// Who wrote a post together with its author.
import Link from 'next/link'
import type { Author } from '#protocol/views.ts'
import { linkClass } from '../ui/button.ts'

export function Coauthors({ people }: { people: readonly Author[] }) {
  if (people.length === 0) return null
  return (
    <p className="mt-1 text-note text-muted">
      with{' '}
      {people.map((person, index) => (
        <span key={person.id}>
          {index === 0 ? '' : ', '}
          <Link href={`/@${person.handle}`} prefetch={false} className={linkClass}>
            {person.name}
          </Link>
        </span>
      ))}
    </p>
  )
}
