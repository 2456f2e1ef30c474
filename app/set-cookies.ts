// Sets raw Set-Cookie values on the response of a server action.
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { cookies } from 'next/headers'

/** Sets each cookie with the attributes of its header. */
export async function setCookies(headers: readonly string[]): Promise<void> {
  const jar = await cookies()
  for (const [name, attributes] of headers.flatMap((each) => [...parseSetCookieHeader(each)])) {
    jar.set(name, attributes.value, toCookieOptions(attributes))
  }
}

/** The `Cookie` header that a browser would send after these Set-Cookie headers. */
export function cookieHeader(headers: readonly string[]): string {
  return headers.map((header) => header.split(';', 1)[0] ?? '').join('; ')
}
