// The page of a post and its comments.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Thread } from '#features/comments/ui/thread.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import { readComments } from '#features/comments/queries.ts'
import { WithPostParts } from '#features/post-parts.tsx'
import { readPostMarks } from '#features/post-marks.ts'
import { plainWords } from '#platform/text/plain-words.ts'
import { site } from '#server/site.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'
import { readAt } from './read.ts'
import { inLine, isolated } from '#platform/text/names.ts'
import { cut } from '#platform/text/words.ts'

interface Address {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}

const shortText = 120

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const { post } = await readAt((await params).id)
  if (!post) return { title: 'Not found' }
  const words = inLine(plainWords(post.body).replace(/\s+/g, ' '))
  const text = cut(words, shortText)
  return {
    title: `${isolated(post.author.name)}: ${isolated(text.length < words.length ? `${text}…` : text)}`,
    description: words,
    openGraph: { type: 'article', publishedTime: post.at, authors: [inLine(post.author.name)] },
  }
}

export default async function PostPage({ params, searchParams }: Address) {
  const { id } = await params
  const query = await searchParams
  const { cursor, post } = await readAt(id)
  if (!post) notFound()
  const { db } = site()
  const after = parameter(query['after'])
  const [viewer, { value: page }] = await Promise.all([
    currentViewer(),
    // Read at the same log position as the post, or a later one.
    site().shared.get(`comments ${id} ${after}`, () => readComments(db, post.id, { after })),
  ])
  const marks = await readPostMarks(db, viewer?.id ?? null, [post])
  return (
    <WithPostParts>
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <Thread
        key={`${post.id} ${after}`}
        post={post}
        marks={marks}
        page={page}
        after={after}
        cursor={cursor}
      />
    </WithPostParts>
  )
}
