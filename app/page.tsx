// The public feed: live on its first page, plain on older ones.
import Link from 'next/link'
import { Feed } from '#features/posts/ui/feed.tsx'
import { PostList } from '#features/posts/ui/post-list.tsx'
import { buttonClass } from '#ui/button.ts'
import { ProblemNote } from '#ui/problem-note.tsx'
import { readFeed } from '#features/posts/queries.ts'
import { WithPostParts } from '#features/post-parts.tsx'
import { readPostMarks } from '#features/post-marks.ts'
import { site } from '#server/site.ts'
import { parameter } from './same-site-path.ts'
import type { SearchParameters } from './same-site-path.ts'
import { currentViewer } from './viewer.ts'

export default async function FeedPage({ searchParams }: { searchParams: SearchParameters }) {
  const query = await searchParams
  const before = parameter(query['before'])
  const { db } = site()
  const [viewer, { cursor, value: page }] = await Promise.all([
    currentViewer(),
    site().shared.get(`feed ${before}`, () => readFeed(db, { before })),
  ])
  const marks = await readPostMarks(db, viewer?.id ?? null, page.posts)
  const problem = <ProblemNote code={parameter(query['problem']) ?? undefined} />
  if (before === null) {
    return (
      <WithPostParts>
        {problem}
        <Feed page={page} marks={marks} cursor={cursor} />
      </WithPostParts>
    )
  }
  return (
    <WithPostParts>
      {problem}
      <div className="column">
        <h1 className="sr-only">Older posts</h1>
        <p className="flex justify-center border-b border-line py-5">
          <Link href="/" prefetch={false} className={buttonClass('quiet')}>
            Newest posts
          </Link>
        </p>
        {page.posts.length === 0 ? (
          <p className="py-10 text-center text-muted">There is nothing older.</p>
        ) : null}
        <PostList
          key={before}
          page={page}
          marks={marks}
          cursor={cursor}
          author={null}
          path="/"
          back={`/?before=${encodeURIComponent(before)}`}
        />
      </div>
    </WithPostParts>
  )
}
