// Why a reader came to sign in: the page to return to, and a post to like afterwards.
import type { Purpose } from '#features/accounts/ui/account-form.tsx'
import { parameter, sameSitePath } from './same-site-path.ts'
import type { SearchParameters } from './same-site-path.ts'

export async function readPurpose(searchParams: SearchParameters): Promise<Purpose> {
  const query = await searchParams
  return { back: sameSitePath(parameter(query['back'])), like: parameter(query['like']) }
}
