// A handle as somebody typed it, as it is kept.
export function bareHandle(handle: string): string {
  // Only letters of ASCII have a small form here: the sign of the kelvin is no k.
  return handle
    .trim()
    .replace(/^@/, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
