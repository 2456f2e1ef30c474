// The co-authors of a post.
'use client'
import Link from 'next/link'
import { useViewer } from '#features/profiles/use-profile.ts'
import type { Author } from '#platform/author.ts'
import { linkClass } from '#ui/button.ts'
import { Contained } from '#ui/contained.tsx'
import { useFormActions } from '#features/form-actions.tsx'
import { RefInput } from '#ui/ref-input.tsx'

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

/** Removes the viewer's name from a post: nobody is named against their will. */
export function TakeNameOff({ postId, people }: { postId: string; people: readonly Author[] }) {
  const viewer = useViewer()
  const { takeNameOff } = useFormActions()
  if (!people.some(({ id }) => id === viewer?.id)) return null
  return (
    <form action={takeNameOff}>
      <RefInput form={`name-off-${postId}`} />
      <input type="hidden" name="postId" value={postId} />
      <button type="submit" className={`${linkClass} min-h-11 text-note`}>
        Take my name off
      </button>
    </form>
  )
}
