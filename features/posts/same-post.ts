// Whether two versions of a post look the same, to avoid rendering again.
import type { Author } from '#platform/author.ts'
import type { PostView } from './protocol.ts'

/** Whether both would render alike. */
export function samePost(a: PostView, b: PostView): boolean {
  const same = a.body === b.body && a.editedAt === b.editedAt && a.at === b.at
  if (!same || a.likes !== b.likes || a.comments !== b.comments) return false
  return sameAuthor(a.author, b.author) && sameAuthors(a.coauthors, b.coauthors)
}

function sameAuthors(a: readonly Author[], b: readonly Author[]): boolean {
  if (a.length !== b.length) return false
  return a.every((each, index) => {
    const other = b[index]
    return other?.id === each.id && sameAuthor(each, other)
  })
}

function sameAuthor(a: Author, b: Author): boolean {
  return a.name === b.name && a.handle === b.handle && a.avatar === b.avatar
}
