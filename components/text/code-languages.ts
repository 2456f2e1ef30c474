// The languages whose code is shown in colours, by the names that people write behind the three backticks.

const names = new Set(
  (
    'bash sh zsh shell console shellsession c h cpp cc c++ hpp csharp cs css diff patch dockerfile docker go golang ' +
    'ini toml java javascript js jsx mjs cjs json jsonc kotlin kt lua makefile make php python py ruby rb rust rs ' +
    'sql swift typescript ts tsx mts cts xml html xhtml svg yaml yml'
  ).split(' '),
)

/** Longer code stays without: it is read by hand, and colours would cost the page its pace. */
const longest = 10_000

export function canHighlight(language: string, text: string): boolean {
  return text.length <= longest && names.has(language.toLowerCase())
}
