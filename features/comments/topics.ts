// The part that comments add to the topic of a post.
import type { Hubbub } from '#features/define-server.ts'
import type { ServerRules } from '#live/server/define.ts'
import type { comments } from './protocol.ts'
import { readComments } from './queries.ts'

export const adds: ServerRules<typeof comments, Hubbub>['adds'] = {
  post: ({ db, id }) => readComments(db, id),
}
