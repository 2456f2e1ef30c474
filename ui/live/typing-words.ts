// The names of people who are typing, as a sentence.

/** '' when nobody is typing. */
export function typingWords(names: readonly string[]): string {
  const [first = '', second = ''] = names
  if (names.length === 0) return ''
  if (names.length === 1) return `${first} is typing…`
  if (names.length === 2) return `${first} and ${second} are typing…`
  return `${first}, ${second} and ${names.length - 2} more are typing…`
}
