// The note that a draft is published, shown at once to everybody who has it open; and whether the post has the draft's text.
'use client'
import Link from 'next/link'
import type { PublishedView } from '../channel.ts'
import { asWritten } from '#platform/text/words.ts'
import { linkClass } from '#ui/button.ts'
import type { FormAction } from '#ui/form-state.ts'
import { isolated } from '#platform/text/names.ts'
import { DraftButton } from './draft-button.tsx'

export function DraftPublished({
  draftId,
  published,
  words,
  update,
}: {
  draftId: string
  published: PublishedView | null
  /** The draft's present text. */
  words: string
  /** Null for viewers who may not update the post. */
  update: FormAction | null
}) {
  const differs = published?.body != null && asWritten(words) !== published.body
  // Sticky at the end of the window until the end of the text is visible: the text does not move when it appears.
  return (
    <div className="sticky bottom-2 z-10">
      <p role="status" className="sr-only">
        {published ? sentenceOf(published) : ''}
      </p>
      {published ? (
        <section
          aria-label="The post of this draft"
          className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-2xl border border-line bg-raised px-4 py-2"
        >
          <p className="min-w-0 flex-1 basis-52 py-2 text-note">
            <bdi>{sentenceOf(published)}</bdi>{' '}
            {published.postId ? (
              <Link href={`/posts/${published.postId}`} prefetch={false} className={linkClass}>
                See it
              </Link>
            ) : null}
            <span className="block text-muted">
              {published.postId &&
                (differs ? 'The draft has changed since.' : 'It has these words.')}
            </span>
          </p>
          {update && published.postId && differs ? (
            <DraftButton draftId={draftId} action={update} name="update" done="Updated">
              Update the post
            </DraftButton>
          ) : null}
        </section>
      ) : null}
    </div>
  )
}

function sentenceOf({ postId, by }: PublishedView): string {
  if (postId === null) return 'This draft was published; its post has been deleted.'
  return by ? `Published as a post by ${isolated(by.name)}.` : 'Published as a post.'
}
