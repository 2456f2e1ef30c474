// Why a pending command waits, in words; for a rate limit, how long.
'use client'
import type { Wait } from '#live/client/waiting.ts'
import { useClock } from './use-clock.ts'

const sentences = {
  connection: 'Kept here. It goes out as soon as there is a connection.',
  answer: 'Kept here. The server has not answered; it is sent again by itself.',
  server: 'Kept here. The server cannot save it just now; it is sent again by itself.',
} as const

export function WaitingWords({ wait }: { wait: Wait }) {
  const now = useClock(wait.for === 'limit' ? 1000 : null)
  return wait.for === 'limit' ? limitSentence(wait.until - now) : sentences[wait.for]
}

/** The sentence for a rate limit that ends in so many milliseconds. */
export function limitSentence(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds <= 0) return 'Kept here. That was a lot at once: it goes out in a moment.'
  return `Kept here. That was a lot at once: it goes out in ${seconds} s.`
}
