// Formats counts in few characters, the same on the server and in every browser.

/** `999`, `1,234`, `12.3k`, `4m`: at most five characters. */
export function formatCount(value: number): string {
  if (value < 1000) return String(value)
  if (value < 10_000) return `${Math.floor(value / 1000)},${String(value % 1000).padStart(3, '0')}`
  if (value < 1_000_000) return `${short(value / 1000)}k`
  return `${short(value / 1_000_000)}m`
}

function short(value: number): string {
  const cut = Math.floor(value * 10) / 10
  return value >= 100 || Number.isInteger(cut) ? String(Math.floor(value)) : String(cut)
}
