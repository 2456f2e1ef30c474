// How a URL is displayed, so that its text cannot be mistaken for another site's (homograph attacks).

const longAddress = 42
const parts = /^https?:\/\/([^/?#]*)(.*)$/is
const ascii = /^[\x20-\x7e]*$/

// Host labels of a single script. Combining marks and the middle dot are in none of them.
const ownScripts = [
  /^[\p{sc=Latin}\d-]+$/u,
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ーa-z\d-]+$/u,
  /^[\p{sc=Hang}\d-]+$/u,
  /^[\p{sc=Arab}\d-]+$/u,
  /^[\p{sc=Hebr}\d-]+$/u,
  /^[\p{sc=Thai}\d-]+$/u,
  /^[\p{sc=Deva}\d-]+$/u,
  /^[\p{sc=Cyrl}\d-]+$/u,
  /^[\p{sc=Grek}\d-]+$/u,
]
// Other Latin letters, and Cyrillic or Greek words of look-alikes only, cannot be told from plain Latin.
const foreignLatin = /[^\da-zà-öø-ÿāăąćčďđēęěğģīįķļłńņňōőœŕřśşšťţūůűųźżžß-]/u
const lookalikes =
  /^[\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u044a\u044c\u04af\u0493\u043a\u043c\u043d\u0442\u0432\u0433\u03b1\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03b3\d-]+$/u

/** The URL without its scheme, shortened if long; the host is never shortened. */
export function shownAddress(href: string): string {
  const [, host = '', rest = ''] = parts.exec(href) ?? []
  const first = shownAuthority(href, host)
  const room = Math.max(longAddress - first.length, 0)
  const characters = [...rest.replace(/[\p{C}]/gu, '')]
  const isShort = characters.length <= room
  const path = isShort ? characters : characters.slice(0, Math.max(room - 1, 0))
  return `${first}${path.join('')}${isShort ? '' : '…'}`
}

/** The displayed host of a URL. */
export function shownHost(href: string): string {
  return shownAuthority(href, parts.exec(href)?.[1] ?? '')
}

function shownAuthority(href: string, typed: string): string {
  const lower = typed.normalize('NFC').toLowerCase()
  const real = new URL(href).host
  const isSame = lower === real || lower.replace(/:(?:80|443)?$/, '') === real
  if (isSame || (!ascii.test(lower) && lower.split(/[.:]/).every(isHonest))) return lower
  return real
}

function isHonest(label: string): boolean {
  if (/^[a-z\d-]*$/.test(label)) return true
  if (/[^\p{Lu}\p{Ll}\p{Lo}\p{Lm}\p{M}\d-]/u.test(label) || lookalikes.test(label)) return false
  if (label.normalize('NFKC') !== label) return false
  const script = ownScripts.find((pattern) => pattern.test(label))
  return script !== undefined && (script !== ownScripts[0] || !foreignLatin.test(label))
}

// One word of a link's text: Latin or not, but not both, and without characters that resemble a URL's dot or slash.
const word =
  /^(?!@)\p{P}*(?:[\p{sc=Latin}\d'’-]+|(?:(?!\p{sc=Latin}|[ꓸ-ꓽ·])[\p{L}\p{M}\d])+|\d+)?\p{P}*$/u

/** Whether a link's text cannot be mistaken for a URL. */
export function isPlainLabel(label: string): boolean {
  const text = label.normalize('NFKC').trim()
  return /\p{L}|\p{N}/u.test(text) && text.split(/\s+/u).every((each) => word.test(each))
}
