// Code that a page comes without: what the server rendered stands and works until it is there. Wrap what uses it in a
// Suspense. On the server it is there before the first page is asked for, so that a page without scripts has it all.
'use client'
import { use } from 'react'

const againAfterMs = 3_000
const restMs = 1_000

/** A hook that gives what `load` imports, fetched when it is first used; `ahead`: when the page is at rest at the latest. */
export function deferred<T>(load: () => Promise<T>, { ahead = false } = {}): () => T {
  let loaded: T | undefined
  let loading: Promise<T> | undefined
  const begin = (): Promise<T> =>
    (loading ??= untilLoaded(load).then((code) => {
      loaded = code
      return code
    }))
  if (typeof window === 'undefined') void begin()
  else if (ahead) whenAtRest(() => void begin())
  return () => loaded ?? use(begin())
}

function whenAtRest(then: () => void): void {
  if (typeof requestIdleCallback === 'undefined') setTimeout(then, restMs)
  else requestIdleCallback(then, { timeout: 2 * restMs })
}

async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await load()
    } catch {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, againAfterMs))
    }
  }
}
