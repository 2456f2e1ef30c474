// Validates the path to return to that a form or a URL gives: it must not lead to another site.
const anywhere = 'http://site.invalid'

/** The path when it stays on this site, else `/`. */
export function sameSitePath(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return '/'
  if (!URL.canParse(value, anywhere)) return '/'
  const url = new URL(value, anywhere)
  if (url.origin !== anywhere || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}

/** The first value of a URL's query parameter. */
export function parameter(value: string | string[] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === '' ? null : first
}

export type SearchParameters = Promise<Record<string, string | string[] | undefined>>
