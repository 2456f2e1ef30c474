// Who may delete a comment. Whoever may see a post may see what is said about it.

/** Whether a person may delete a comment. */
export function mayDelete(actorId: string, comment: { authorId: string }): boolean {
  return comment.authorId === actorId
}
