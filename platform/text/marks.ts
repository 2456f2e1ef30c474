// A quick check whether a text may contain Markdown or URLs. Most texts do not, and need no parser.

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
