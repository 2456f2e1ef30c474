import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import { Acks } from './acks.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function event(id: string, at = Date.now()): LiveEvent {
  const data = { postId: 'p', likes: 1, comments: 0 }
  return { id, topic: 'feed', type: 'post.counts', at: new Date(at).toISOString(), data }
}

test('one event in a while is acknowledged, and none that was caught up with or came by another tab', () => {
  const sent: string[] = []
  const acks = new Acks((id, transport) => sent.push(`${id} ${transport}`))
  const liveAt = Date.now()
  acks.heard(event('old', liveAt - 1), 'sse', liveAt)
  acks.heard(event('a'), 'tabs', liveAt)
  acks.heard(event('b'), 'sse', liveAt)
  acks.heard(event('c'), 'sse', liveAt)
  vi.advanceTimersByTime(30_000)
  acks.heard(event('d'), 'websocket', liveAt)
  expect(sent).toEqual(['b sse', 'd websocket'])
})
