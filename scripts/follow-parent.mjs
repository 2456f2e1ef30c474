// Ends a program with the `npm run` that started it: npm's shell dies of a signal without handing it on.

/** Sends this process SIGTERM once its parent is gone. Does nothing outside of `npm run`. */
export function followParent() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  timer.unref()
}
