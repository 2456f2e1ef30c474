// Whether a text may hold marks or addresses. Most hold none: they need nothing of what reads Markdown.

const mayBe = new RegExp(
  [
    'https?://',
    '[*`]',
    '(?<![A-Za-z0-9])_',
    '\\]\\(',
    '\\\\[*`_[#>+.)-]',
    '^[ \\t]*(?:#{1,6}[ \\t]|>|[-+][ \\t]|\\d{1,3}[.)][ \\t])',
  ].join('|'),
  'im',
)

export function mayHaveMarks(text: string): boolean {
  return mayBe.test(text)
}
