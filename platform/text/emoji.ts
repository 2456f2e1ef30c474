// Validates emoji for reactions: exactly those that Unicode recommends for interchange (UTS 51, RGI_Emoji).

const selectors = /[\ufe0e\ufe0f]/g
// Characters that are shown as text unless a variation selector or a skin tone follows.
const textual = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu

let recommended: RegExp | null = null

/** The RegExp is created on first use, since browsers without the flag `v` would fail to load this module. */
function isRecommended(text: string): boolean {
  recommended ??= new RegExp('^\\p{RGI_Emoji}$', 'v')
  return recommended.test(text)
}

/** Normalises a text that is one emoji to its canonical variation selectors; null for any other text. */
export function asEmoji(text: string): string | null {
  // ⓜ is no emoji itself: with a selector it stands for Ⓜ.
  const bare = text.replace(selectors, '').toUpperCase()
  // © alone is text; only the selector makes it an emoji.
  if ([...bare].length === 1 && bare.replace(textual, '') === '' && !text.includes('\ufe0f')) {
    return null
  }
  const whole = bare.replace(textual, '$&\ufe0f')
  return isRecommended(whole) ? whole : null
}
