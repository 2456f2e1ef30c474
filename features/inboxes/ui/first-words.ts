/** The storage name of a visitor's first message to an inbox, kept until the server has it. */
export function firstWords(inboxId: string): string {
  return `visit-to-${inboxId}`
}
