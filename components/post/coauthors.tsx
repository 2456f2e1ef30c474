// Who wrote a post together with its author.
import Link from 'next/link'
import type { Author } from '#protocol/views.ts'
import { linkClass } from '../ui/button.ts'
import { Contained } from '../ui/contained.tsx'

export function Coauthors({ people }: { people: readonly Author[] }) {
  if (people.length === 0) return null
  return (
    <p className="marks-clipped mt-1 text-note text-muted">
      with{' '}
      {people.map((person, index) => (
        <span key={person.id}>
          {index === 0 ? '' : ', '}
          <Link href={`/@${person.handle}`} prefetch={false} className={linkClass}>
            <Contained text={person.name} />
          </Link>
        </span>
      ))}
    </p>
  )
}
