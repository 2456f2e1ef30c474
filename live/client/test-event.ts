// An event of a made-up feature, for tests.
import type { LiveEvent } from '../protocol/events.ts'

export function eventAt(id: string, topic = 'things'): LiveEvent {
  return { id, topic, type: 'thing.moved', at: '2026-01-01T00:00:00.000Z', data: { thing: id } }
}
