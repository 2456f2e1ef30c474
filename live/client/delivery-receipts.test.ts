import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import { DeliveryReceipts } from './delivery-receipts.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function event(id: string, at = Date.now()): LiveEvent {
  const data = { thingId: 't', count: 1 }
  return { id, topic: 'things', type: 'thing.counted', at: new Date(at).toISOString(), data }
}

test('one event in a while is told of, and none that was caught up with or came by another tab', () => {
  const sent: string[] = []
  const receipts = new DeliveryReceipts((id, transport) => sent.push(`${id} ${transport}`))
  const liveAt = Date.now()
  receipts.heard(event('old', liveAt - 1), 'sse', liveAt)
  receipts.heard(event('a'), 'tabs', liveAt)
  receipts.heard(event('b'), 'sse', liveAt)
  receipts.heard(event('c'), 'sse', liveAt)
  vi.advanceTimersByTime(30_000)
  receipts.heard(event('d'), 'websocket', liveAt)
  expect(sent).toEqual(['b sse', 'd websocket'])
})
