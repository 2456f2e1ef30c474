// A path that a form or an address gives to go to afterwards: never a way to another site.
const anywhere = 'http://site.invalid'

/** The path when it stays on this site, else the front page. */
export function sameSitePath(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return '/'
  if (!URL.canParse(value, anywhere)) return '/'
  const url = new URL(value, anywhere)
  if (url.origin !== anywhere || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}

/** The first value of an address's parameter. */
export function parameter(value: string | string[] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === '' ? null : first
}

export type SearchParameters = Promise<Record<string, string | string[] | undefined>>
