// Finds out why a stream could not be opened, which browsers do not reveal: by fetching a snapshot.
import type { Topic } from '../../protocol/topics.ts'
import { fetchSnapshot } from '../wire.ts'
import type { End, Network } from './transport.ts'

/** The reason: the topics are refused, this transport is blocked, or the server is unreachable. */
export async function whyLost(network: Network, topics: readonly Topic[]): Promise<End> {
  try {
    const outcome = await fetchSnapshot(network, topics)
    if (!('code' in outcome)) return { kind: 'lost', unreachable: false }
    if (outcome.topics.length > 0) return { kind: 'refused', refused: outcome }
    if (outcome.code === 'unauthenticated' || outcome.code === 'forbidden') {
      return { kind: 'stopped', message: outcome.message }
    }
    return { kind: 'lost', unreachable: false }
  } catch {
    return { kind: 'lost', unreachable: true }
  }
}
