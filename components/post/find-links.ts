// The addresses in a text. What recognises them is large: pages whose texts have none do without it.
import { find } from 'linkifyjs'

export interface FoundLink {
  /** Where it stands in the text. */
  start: number
  end: number
  href: string
}

/** Only addresses that are written out with http or https are links. */
export function findLinks(body: string): FoundLink[] {
  return find(body, 'url').filter(
    ({ value, href }) => /^https?:\/\//i.test(value) && isAddress(href),
  )
}

// An address with a name before the host could be shortened to look like another's: it stays text.
function isAddress(href: string): boolean {
  const url = URL.canParse(href) ? new URL(href) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === ''
}
