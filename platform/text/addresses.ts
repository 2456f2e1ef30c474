// Finds where a URL in a text begins and ends, in texts of any script. Only URLs with http:// or https:// count.
import { characterAt, characterBefore, isUnspaced } from './letters.ts'

const longest = 2048
const deepest = 8
const scheme = /https?:\/\//iy
const firstOfHost = /^[\p{L}\p{N}[]/u
const authority = /^[^/?#]*/
const endsInAscii = new Set(' <>"`\\|')
const ends = /^[\s\p{C}\p{Z}]$/u
const endsBeyondAscii = /^[\p{Terminal_Punctuation}\p{Ps}\p{Pe}\p{Pi}\p{Pf}…]$/u
const symbol = /^\p{S}$/u
// Separators within a URL: after one of these another script may begin.
const parting = new Set('/?=&#-_.%+:,;~(')
const openings = '([{'
const closings = ')]}'
const trailing = /[.,;:!?'*~]$/
const trailingBeyondAscii = /\P{ASCII}$/u

/** Where the URL that begins at `start` ends, and whether it may be linked; null if none begins there. */
export function addressAt(text: string, start: number): { end: number; isLink: boolean } | null {
  scheme.lastIndex = start
  const found = scheme.exec(text)
  if (!found || /[A-Za-z0-9]/.test(characterBefore(text, start))) return null
  const from = start + found[0].length
  if (!firstOfHost.test(characterAt(text, from))) return null
  const end = withoutTrailing(text, from, scan(text, from))
  if (isAddress(text.slice(start, end))) return { end, isLink: true }
  // Skips text that is too long for a URL, so that it is not scanned again from each position.
  return end - start > longest - deepest ? { end, isLink: false } : null
}

/** Whether this is a complete URL that may be linked. */
export function isAddress(href: string): boolean {
  if (href.length > longest || !/^https?:\/\//i.test(href) || !URL.canParse(href)) return false
  // A user name before the host could make the URL look like another site's.
  const [host = ''] = authority.exec(href.slice(href.indexOf('//') + 2)) ?? []
  return firstOfHost.test(host) && !host.includes('@')
}

function scan(text: string, from: number): number {
  const open: { closing: string; at: number }[] = []
  let before = ''
  let at = from
  const last = Math.min(text.length, from + longest)
  while (at < last) {
    const character = characterAt(text, at)
    if (endsAt(text, at, character, before)) break
    const opening = openings.indexOf(character)
    if (opening >= 0) {
      if (open.length === deepest) break
      open.push({ closing: closings[opening] ?? '', at })
    }
    if (closings.includes(character) && open.pop()?.closing !== character) break
    before = character
    at += character.length
  }
  // An unclosed bracket belongs to the surrounding text, so the URL ends before it.
  return open[0]?.at ?? at
}

function endsAt(text: string, at: number, character: string, before: string): boolean {
  if (character === '*') return text[at + 1] === '*'
  if (character <= '~') return character < ' ' || endsInAscii.has(character)
  // Zero-width joiners: Persian and the scripts of India use them between letters.
  if (character === '\u200c' || character === '\u200d') return !/^\P{ASCII}$/u.test(before)
  if (ends.test(character) || endsBeyondAscii.test(character)) return true
  if (!isUnspaced(character) && !symbol.test(character)) return false
  return before !== '' && before <= '~' && !parting.has(before)
}

function withoutTrailing(text: string, from: number, to: number): number {
  let end = to
  while (end > from) {
    const character = characterBefore(text, end)
    const isEmphasis = character === '_' && text[from - 'https://'.length - 1] === '_'
    const isMark =
      trailing.test(character) ||
      (trailingBeyondAscii.test(character) && /^[\p{P}\p{C}]$/u.test(character))
    if (!isMark && !isEmphasis) break
    end -= character.length
  }
  return end
}
