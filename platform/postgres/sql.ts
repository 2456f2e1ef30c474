// Flattens nested SQL templates into one parameterised statement.

/** A statement or a part of one: the values belong between the strings. Prisma's `sql` creates such parts. */
export interface SqlParts {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
}

function isParts(value: unknown): value is SqlParts {
  return typeof value === 'object' && value !== null && 'strings' in value && 'values' in value
}

/** The text with `$1`, `$2`, … and the values in that order. */
export function flattened(
  query: readonly string[] | SqlParts,
  values: readonly unknown[],
): { text: string; values: unknown[] } {
  const all: unknown[] = []
  const write = (strings: readonly string[], between: readonly unknown[]): string =>
    strings.reduce((text, part, index) => {
      const value = between[index - 1]
      if (isParts(value)) return text + write(value.strings, value.values) + part
      all.push(value)
      return `${text}$${all.length}${part}`
    })
  const text = isParts(query) ? write(query.strings, query.values) : write(query, values)
  return { text, values: all }
}
