// The highlighted languages, by the names that people write after the three backticks.

export const languageNames: ReadonlySet<string> = new Set(
  (
    'bash sh zsh shell console shellsession c h cpp cc c++ hpp css diff patch dockerfile docker go golang ' +
    'ini toml java javascript js jsx mjs cjs json jsonc kotlin kt lua makefile make php python py ruby rb rust rs ' +
    'sql swift typescript ts tsx mts cts xml html xhtml svg yaml yml'
  ).split(' '),
)

// Longer code, or longer lines, are not highlighted: some texts would block the browser.
const longest = 5000
const longestLine = 500

export function canHighlight(language: string, text: string): boolean {
  if (text.length > longest || !languageNames.has(language.toLowerCase())) return false
  return text.split('\n').every((line) => line.length <= longestLine)
}
