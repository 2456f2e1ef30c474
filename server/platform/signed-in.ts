// Who sends a request, as its session says.
import type { Author } from '#protocol/views.ts'

export interface SignedIn {
  sessionId: string
  expiresAt: Date
  user: Author
}
