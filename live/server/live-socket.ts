// The WebSocket class and its listeners. Thousands of sockets are idle, so all share the same listener functions,
// which saves memory.
import { WebSocket, WebSocketServer } from 'ws'
import type { RawData } from 'ws'
import { largestMessage } from '../../platform/http-json.ts'

export interface SocketOwner {
  message(data: RawData, binary: boolean): Promise<void>
  /** The other side has answered a ping. */
  pong(): void
  closed(): void
}

export class LiveSocket extends WebSocket {
  owner: SocketOwner | null = null
}

/** Accepts upgrades; the caller must then set the socket's owner. */
export const liveSockets = new WebSocketServer({
  noServer: true,
  WebSocket: LiveSocket,
  maxPayload: largestMessage,
  perMessageDeflate: false,
  clientTracking: false,
  skipUTF8Validation: false,
})

export function setOwner(websocket: LiveSocket, owner: SocketOwner): void {
  websocket.owner = owner
  websocket.on('message', onMessage)
  websocket.on('pong', onPong)
  websocket.on('error', onError)
  websocket.on('close', onClose)
}

function ownerOf(websocket: WebSocket): SocketOwner | null {
  return websocket instanceof LiveSocket ? websocket.owner : null
}

function onMessage(this: WebSocket, data: RawData, binary: boolean): void {
  void ownerOf(this)?.message(data, binary)
}

function onPong(this: WebSocket): void {
  ownerOf(this)?.pong()
}

function onError(this: WebSocket): void {
  this.terminate()
}

function onClose(this: WebSocket): void {
  ownerOf(this)?.closed()
}

/** The text of a message. */
export function toText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString()
}
