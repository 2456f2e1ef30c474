// Waiting for what a case is about, with a limit.

/** Waits until something holds; throws when it does not within the limit. */
export async function until(
  what: string,
  limitMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<number> {
  const from = performance.now()
  while (!(await holds())) {
    if (performance.now() - from > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return performance.now() - from
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
