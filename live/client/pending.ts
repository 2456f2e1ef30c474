// The viewer's commands that the server has not confirmed yet, by their ref.
import type { CommandFor } from '../protocol/feature.ts'
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent } from '../protocol/events.ts'
import type { AnyClient, AnyCommandRule, FeatureClient } from './define.ts'
import type { Wait } from './waiting.ts'

/** The displayed state of an unconfirmed command. `waiting`: in the outbox, to be retried. */
export interface Pending {
  ref: string
  state: 'sending' | 'waiting' | 'failed'
  /** The error message. */
  message?: string
  /** What a waiting command waits for. */
  wait?: Wait
}

/** A command that is not confirmed yet. */
export interface PendingCommand<C = Command> {
  command: C
  at: string
  pending: Pending
  /** Its event came before its answer, so the state has its effect already. */
  landed: boolean
}

interface Item extends PendingCommand {
  owner: AnyClient | undefined
  rule: AnyCommandRule
  answered: boolean
}

const noRule: AnyCommandRule = {}

/** Whether the event has the effect that the answer will have: an optimistic change on top of it would count twice. */
function saysTheSame({ owner, command }: Item, type: string): boolean {
  const { optimistic, confirm } = owner?.rules ?? {}
  return optimistic?.[command.type] !== undefined && confirm?.[command.type] === type
}

export class PendingChanges {
  readonly #items = new Map<string, Item>()
  readonly #touch: (key: string) => void
  readonly #owners = new Map<string, AnyClient>()

  constructor(clients: readonly AnyClient[], touch: (key: string) => void) {
    this.#touch = touch
    for (const client of clients) {
      const { commands = {}, optimistic = {} } = client.rules
      for (const type of Object.keys({ ...commands, ...optimistic })) this.#owners.set(type, client)
    }
  }

  /** The client rules for commands of a type. */
  ruleOf(type: string): AnyCommandRule {
    return this.#owners.get(type)?.rules.commands?.[type] ?? noRule
  }

  add(command: Command, at: string): void {
    const pending: Pending = { ref: command.ref, state: 'sending' }
    const { type } = command
    const owner = this.#owners.get(type)
    const rule = this.ruleOf(type)
    const item = { command, at, pending, owner, rule, landed: false, answered: false }
    this.#items.set(command.ref, item)
    this.#tell(item)
  }

  /** The number of unanswered commands, without refused ones. */
  get unanswered(): number {
    const items = [...this.#items.values()]
    return items.filter(({ answered, pending }) => !answered && pending.state !== 'failed').length
  }

  has(ref: string): boolean {
    return this.#items.has(ref)
  }

  /** The pending commands of a feature, in the order given. */
  *of<F>({ name }: FeatureClient<F, unknown>): Generator<PendingCommand<CommandFor<F>>> {
    for (const item of this.#items.values()) {
      // Safe: the owner was looked up by the command's type, which determines its fields.
      if (item.owner?.name === name) yield item as PendingCommand as PendingCommand<CommandFor<F>>
    }
  }

  /** Updates the displayed state of a command. */
  mark(ref: string, state: Pending['state'], message?: string, wait?: Wait): void {
    const item = this.#items.get(ref)
    if (!item) return
    const { pending } = item
    if (pending.state === state && pending.message === message && pending.wait === wait) return
    item.pending = {
      ref,
      state,
      ...(message === undefined ? {} : { message }),
      ...(wait ? { wait } : {}),
    }
    this.#tell(item)
  }

  drop(ref: string): void {
    const item = this.#items.get(ref)
    if (!item) return
    this.#items.delete(ref)
    this.#tell(item)
  }

  /** Records the answer to a command. True when the optimistic change must stay until its event comes. */
  acknowledge(ref: string, result: unknown): boolean {
    const item = this.#items.get(ref)
    if (!item) return false
    item.answered = true
    this.#touch('pending')
    if (item.rule.awaits?.(result)) return true
    this.drop(ref)
    return false
  }

  /** Drops, or marks as landed, the command whose effect an event has put into the state. */
  settle({ type, data }: LiveEvent, viewerId: string | null): void {
    for (const [ref, { command, rule, answered }] of this.#items) {
      if (rule.endedBy?.[type]?.(data, command, { ref, answered })) this.drop(ref)
    }
    for (const item of this.#items.values()) {
      const { command, rule, landed, pending } = item
      if (landed || pending.state === 'failed') continue
      const isOwn = viewerId !== null && rule.landedBy?.[type]?.(data, command, viewerId)
      if (!isOwn && !saysTheSame(item, type)) continue
      item.landed = true
      this.#tell(item)
      return
    }
  }

  #tell({ command, owner, rule }: Item): void {
    this.#touch('pending')
    if (owner?.rules.optimistic?.[command.type]) this.#touch(owner.name)
    for (const key of rule.keys?.(command) ?? []) this.#touch(key)
  }
}
