// Reactions are emoji: exactly those that Unicode recommends for interchange (UTS 51, RGI_Emoji).

const selectors = /[\ufe0e\ufe0f]/g
// As text unless a selector follows, and where a tone of skin follows it is none.
const textual = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu

let recommended: RegExp | null = null

/** Made when it is first asked for: a browser that does not know the flag need not read this expression. */
function isRecommended(text: string): boolean {
  recommended ??= new RegExp('^\\p{RGI_Emoji}$', 'v')
  return recommended.test(text)
}

/** The emoji that a text is, with the variation selectors that belong to it; null when it is none, or more than one. */
export function asEmoji(text: string): string | null {
  // ⓜ has no emoji of its own: with a selector it means Ⓜ.
  const bare = text.replace(selectors, '').toUpperCase()
  // A lone © is a letter; what makes it an emoji is the selector.
  if ([...bare].length === 1 && bare.replace(textual, '') === '' && !text.includes('\ufe0f')) {
    return null
  }
  const whole = bare.replace(textual, '$&\ufe0f')
  return isRecommended(whole) ? whole : null
}
