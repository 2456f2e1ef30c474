// Normalises a profile's URL, in any percent-encoding: `/%40ada` is `/@ada` (RFC 3986, 6.2.2.2).

const profile = /^\/@[\w.]{1,64}$/

/** The URL with a profile's path decoded; any other URL unchanged. */
export function plainAddress(url: string): string {
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  if (!path.includes('%')) return url
  const decoded = decode(path)
  return decoded !== null && profile.test(decoded) ? decoded + url.slice(path.length) : url
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
