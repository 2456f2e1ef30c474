// Sessions over HTTP, for clients that are not a page of this site.
import { site } from '#server/domain/site.ts'

const handle = (request: Request) => site().auth.handler(request)

export { handle as GET, handle as POST }
