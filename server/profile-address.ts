// A profile's address in any way that a client may write it: `/%40ada` is `/@ada` (RFC 3986, 6.2.2.2).

const profile = /^\/@[\w.]{1,64}$/

/** The address with a profile's path as it is; any other address unchanged. */
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
