// The type of a request's session and user.
import type { Author } from './author.ts'

export interface SignedIn {
  sessionId: string
  expiresAt: Date
  user: Author
}
