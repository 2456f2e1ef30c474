// Loads code after the page: the server-rendered HTML stays and works until it is there. Wrap components that use it in
// a Suspense. On the server it is loaded before the first request, so that pages without scripts are complete.
'use client'
import { use } from 'react'

const againAfterMs = 3_000
const restMs = 1_000

/** A hook that returns what `load` imports, loaded on first use; `ahead`: at the latest when the page is idle. */
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
