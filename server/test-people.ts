// For tests and benchmarks: makes accounts over HTTP, as a script would.
import { randomUUID } from 'node:crypto'

export interface Person {
  id: string
  handle: string
  cookie: string
}

/** Makes an account at a running server and signs it in. */
export async function signUp(
  origin: string,
  handle = `p${randomUUID().replaceAll('-', '').slice(0, 12)}`,
): Promise<Person> {
  const response = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({
      email: `${handle}@example.org`,
      password: 'correct horse',
      name: handle,
      username: handle,
    }),
  })
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`)
  const { user } = (await response.json()) as { user: { id: string } }
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { id: user.id, handle, cookie }
}
