// The parts that features add to every post, in the order of the row below it.
import { bookmarksPart } from './bookmarks/post-part.ts'
import { likesPart } from './likes/post-part.ts'
import type { PostPart } from '#features/posts/use-post-parts.tsx'

export const postParts: readonly PostPart[] = [likesPart, bookmarksPart]
