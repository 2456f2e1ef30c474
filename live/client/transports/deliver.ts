// Dispatches server messages to their handlers: shared by the streaming transports.
import type { Incoming } from '../wire.ts'
import type { Handlers } from './transport.ts'
import type { Answer } from '../../protocol/messages.ts'

export type StreamHandlers = Pick<
  Handlers,
  'hello' | 'event' | 'signal' | 'reset' | 'heartbeat' | 'refused'
> & { answer(answer: Answer): void }

/** Calls the handler for the kind of message. */
export function deliver(incoming: Incoming, handlers: StreamHandlers): void {
  switch (incoming.kind) {
    case 'hello':
      return handlers.hello(incoming.message)
    case 'event':
      return handlers.event(incoming.message)
    case 'signal':
      return handlers.signal(incoming.message)
    case 'reset':
      return handlers.reset(incoming.message)
    case 'heartbeat':
      return handlers.heartbeat(incoming.message.cursor)
    case 'refused':
      return handlers.refused(incoming.message)
    case 'answer':
      return handlers.answer(incoming.message)
    default:
      return incoming satisfies never
  }
}
