// Permissions of comments: who may delete one. Everybody who may see a post may see its comments.

/** Whether a person may delete a comment. */
export function mayDelete(actorId: string, comment: { authorId: string }): boolean {
  return comment.authorId === actorId
}
