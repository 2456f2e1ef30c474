// Puts cookies that came as raw Set-Cookie values into the answer of a server action, attribute by attribute.
import { cookies } from 'next/headers'

type Options = Parameters<Awaited<ReturnType<typeof cookies>>['set']>[2]

/** Sets every cookie as its header says. */
export async function setCookies(headers: readonly string[]): Promise<void> {
  const jar = await cookies()
  for (const header of headers) {
    const parsed = parseSetCookie(header)
    if (parsed) jar.set(parsed.name, parsed.value, parsed.options)
  }
}

/** The `Cookie` header that a browser would send after these. */
export function cookieHeader(headers: readonly string[]): string {
  return headers.map((header) => header.split(';', 1)[0] ?? '').join('; ')
}

export function parseSetCookie(
  header: string,
): { name: string; value: string; options: NonNullable<Options> } | null {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
  const split = pair.indexOf('=')
  if (split < 1) return null
  const options: NonNullable<Options> = {}
  for (const attribute of attributes) {
    const [key = '', value = ''] = cut(attribute)
    addAttribute(options, key.toLowerCase(), value)
  }
  return { name: pair.slice(0, split), value: decode(pair.slice(split + 1)), options }
}

function addAttribute(options: NonNullable<Options>, key: string, value: string): void {
  const sameSite = value.toLowerCase()
  if (key === 'path') options.path = value
  else if (key === 'domain') options.domain = value
  else if (key === 'max-age') options.maxAge = Number(value)
  else if (key === 'expires') options.expires = new Date(value)
  else if (key === 'httponly') options.httpOnly = true
  else if (key === 'secure') options.secure = true
  else if (key === 'partitioned') options.partitioned = true
  else if (key === 'samesite' && isSameSite(sameSite)) options.sameSite = sameSite
}

function isSameSite(value: string): value is 'lax' | 'strict' | 'none' {
  return value === 'lax' || value === 'strict' || value === 'none'
}

function cut(attribute: string): [string, string] {
  const at = attribute.indexOf('=')
  return at === -1 ? [attribute, ''] : [attribute.slice(0, at), attribute.slice(at + 1)]
}

// The jar encodes what it is given, and these come encoded.
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
