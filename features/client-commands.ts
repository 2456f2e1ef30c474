// A person's changes from the press of a button to the answer: shown at once, kept until answered,
// taken back with a sentence when refused.
import { v7 as uuidv7 } from 'uuid'
import type { Command, Ack, Answer } from './protocol.ts'
import type { CommandInput } from './command-input.ts'
import { Dispatcher } from '#live/client/dispatch.ts'
import type { Carriers } from '#live/client/dispatch.ts'
import type { Notices } from '#live/client/notices.ts'
import { memoryOutbox } from '#live/client/outbox.ts'
import type { Outbox } from '#live/client/outbox.ts'
import type { PendingChanges } from './pending.ts'
import { inWords } from './refusal-words.ts'
import { serverNow } from '#live/client/server-clock.ts'
import type { Store } from './store.ts'

/** An event with the author's own change follows its answer closely; after this the overlay is not needed. */
const eventLimitMs = 10_000

export class Commands {
  readonly #store: Store
  readonly #pending: PendingChanges
  readonly #notices: Notices
  readonly #dispatcher: Dispatcher
  readonly #failed = new Map<string, Command>()
  readonly #underWay = new Set<Promise<Answer>>()
  #outbox: Promise<Outbox> = Promise.resolve(memoryOutbox())
  #order = 0

  readonly #isCaughtUp: () => boolean

  /** `isCaughtUp`: whether the author's own events are arriving. */
  constructor(
    store: Store,
    pending: PendingChanges,
    notices: Notices,
    carriers: Carriers,
    isCaughtUp: () => boolean,
  ) {
    this.#isCaughtUp = isCaughtUp
    this.#store = store
    this.#pending = pending
    this.#notices = notices
    this.#dispatcher = new Dispatcher(carriers, (ref, state, wait) =>
      pending.mark(ref, state, undefined, wait),
    )
  }

  /** Sends again what an earlier page left unanswered; the server does nothing twice. */
  async start(outbox: Promise<Outbox>): Promise<void> {
    this.#outbox = outbox
    this.#dispatcher.start()
    const { viewer } = this.#store
    if (!viewer) return
    const left = await outbox.then((opened) => opened.load(viewer.id)).catch(() => [])
    for (const { command: kept, at, failed } of left) {
      const command = kept as Command
      if (this.#pending.has(command.ref)) continue
      this.#pending.add(command, at)
      if (failed === undefined) void this.#send(command, at)
      else this.#keep(command, failed)
    }
  }

  stop(): void {
    this.#dispatcher.stop()
  }

  /** The network is back. */
  wake(): void {
    this.#dispatcher.wake()
  }

  /** Shows a change at once and sends it. Resolves with the server's answer. */
  dispatch(input: CommandInput): Promise<Answer> {
    const command = { ...input, ref: input.ref ?? uuidv7() } as Command
    const { viewer } = this.#store
    if (!viewer) {
      const message = 'Sign in to do this.'
      this.#notices.add(message, 'unauthenticated')
      return Promise.resolve({ type: 'error', ref: command.ref, code: 'unauthenticated', message })
    }
    const at = new Date(serverNow()).toISOString()
    this.#pending.add(command, at)
    this.#save(command, at)
    return this.#send(command, at)
  }

  /** Whether something that was done has no answer yet. */
  get isUnderWay(): boolean {
    return this.#underWay.size > 0
  }

  /** Resolves when all that was done until now has its answer, or after `limitMs`. */
  async settled(limitMs: number): Promise<void> {
    const limit = new Promise((resolve) => setTimeout(resolve, limitMs))
    await Promise.race([Promise.all(this.#underWay), limit])
  }

  /** Sends a refused post or comment once more. */
  retry(ref: string): void {
    const command = this.#failed.get(ref)
    if (!command) return
    this.discard(ref)
    // A new ref: under the old one the server may repeat its first answer.
    void this.dispatch({ ...command, ref: uuidv7() } as CommandInput)
  }

  /** Gives a refused post or comment up. */
  discard(ref: string): void {
    this.#failed.delete(ref)
    this.#pending.drop(ref)
    this.#remove(ref)
  }

  async #send(command: Command, at: string): Promise<Answer> {
    const sent = this.#dispatcher.send(command) as Promise<Answer>
    this.#underWay.add(sent)
    const answer = await sent
    this.#underWay.delete(sent)
    if (answer.type === 'ack') {
      this.#remove(command.ref)
      this.#confirmed(answer)
      return answer
    }
    const { sentence } = inWords(answer.message)
    if (hasWords(command)) {
      this.#save(command, at, sentence)
      this.#keep(command, sentence)
    } else {
      this.#remove(command.ref)
      this.#pending.drop(command.ref)
    }
    // Nobody has asked to have read something.
    if (command.type !== 'readRoom') this.#notices.add(sentence, answer.code)
    return answer
  }

  #confirmed(ack: Ack): void {
    this.#takeResult(ack)
    if (this.#pending.acknowledge(ack)) this.#awaitEvent(ack.ref)
  }

  #awaitEvent(ref: string): void {
    setTimeout(() => {
      if (this.#isCaughtUp()) this.#pending.drop(ref)
      else if (this.#pending.has(ref)) this.#awaitEvent(ref)
    }, eventLimitMs)
  }

  /** The answer says what its event will say again; applying it twice does no harm. */
  #takeResult({ result }: Ack): void {
    if ('post' in result) this.#store.addPost(result.post)
    else if ('comment' in result) this.#store.comments.add(result.comment)
    else if ('profile' in result) this.#store.editProfile(result.profile)
    else if ('message' in result) this.#store.takeMessage(result.message)
    else if ('own' in result) this.#store.rooms.joined(result.own)
    else if ('leftRoomId' in result) this.#store.rooms.remove(result.leftRoomId)
    else if ('commentId' in result) this.#store.comments.delete(result.postId, result.commentId)
    else if ('postId' in result && !('liked' in result)) this.#store.deletePost(result.postId)
    else if ('messageId' in result && !('reactions' in result)) {
      this.#store.deleteMessage(result.roomId, result.messageId)
    } else if ('readUpTo' in result) this.#store.rooms.told(result)
  }

  #keep(command: Command, message: string): void {
    this.#failed.set(command.ref, command)
    this.#pending.mark(command.ref, 'failed', message)
  }

  #save(command: Command, at: string, failed?: string): void {
    const { viewer } = this.#store
    if (!viewer) return
    this.#order = Math.max(this.#order + 1, Date.parse(at))
    const entry = { userId: viewer.id, command, at, order: this.#order }
    const kept = failed === undefined ? entry : { ...entry, failed }
    void this.#outbox.then((outbox) => outbox.put(kept)).catch(() => undefined)
  }

  #remove(ref: string): void {
    void this.#outbox.then((outbox) => outbox.remove(ref)).catch(() => undefined)
  }
}

/** What its author has written stays where it was sent to, with the sentence, until they decide. */
function hasWords({ type }: Command): boolean {
  return type === 'post' || type === 'comment' || type === 'message'
}
