// An authenticated HTTP request below /live/ with its response.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpStatus } from '../../platform/errors.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import { sendJson } from './http.ts'
import type { Live } from './live.ts'
import type { Session } from './subscriber.ts'
import { admitted } from './subscription.ts'

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  session: Session | null
  asker: Asker
}

/** The names of the topics, or null when one is refused: the response with the error has then been sent. */
export async function allOrRefused(
  live: Live,
  exchange: Exchange,
  topics: readonly ParsedTopic[],
): Promise<Topic[] | null> {
  const { allowed, error } = await admitted(live, exchange, topics)
  if (!error) return allowed
  sendJson(exchange.response, httpStatus(error.code), error)
  return null
}
