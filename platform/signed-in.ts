// Who sends a request, as its session says.
import type { Author } from './author.ts'

export interface SignedIn {
  sessionId: string
  expiresAt: Date
  user: Author
}
