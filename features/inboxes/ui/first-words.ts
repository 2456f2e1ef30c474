/** Names what is kept of the words that begin a conversation with an inbox, until that has them. */
export function firstWords(inboxId: string): string {
  return `visit-to-${inboxId}`
}
