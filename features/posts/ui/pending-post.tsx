// The viewer's own post while it is sent: shown at once, with the status of its command.
import type { Pending } from '#live/client/pending.ts'
import type { PostView } from '../protocol.ts'
import { BodyText } from '#ui/text/body-text.tsx'
import { Byline } from '#ui/byline.tsx'
import { PendingNote } from '#ui/writing/pending-note.tsx'

export function PendingPost({ post, pending }: { post: PostView; pending: Pending }) {
  return (
    <article aria-label="Your new post" className="border-b border-line py-5">
      <Byline author={post.author} at={post.at} />
      <div dir="auto" className="prose-plain mt-2 text-read">
        <BodyText body={post.body} />
      </div>
      <PendingNote pending={pending} />
    </article>
  )
}
