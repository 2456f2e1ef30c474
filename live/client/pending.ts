// A person's changes that the server has not confirmed yet, by their ref.
import type { CommandFor } from '../protocol/feature.ts'
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent } from '../protocol/events.ts'
import type { AnyClient, AnyCommandRule, FeatureClient } from './define.ts'
import type { Wait } from './waiting.ts'

/** What is shown of an own change that is not confirmed yet. `waiting`: in the outbox, to be sent again. */
export interface Pending {
  ref: string
  state: 'sending' | 'waiting' | 'failed'
  /** Why it failed. */
  message?: string
  /** What it waits for. */
  wait?: Wait
}

/** A command that is not confirmed yet. */
export interface PendingCommand<C = Command> {
  command: C
  at: string
  pending: Pending
  /** Its event came before its answer, so the state has it already. */
  landed: boolean
}

interface Item extends PendingCommand {
  owner: AnyClient | undefined
  rule: AnyCommandRule
  answered: boolean
}

const noRule: AnyCommandRule = {}

/** An event that says what the answer will say: shown on top of it, a change would be counted twice. */
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

  /** What the client does with commands of a type. */
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

  /** How many have not been answered, those that were refused apart. */
  get unanswered(): number {
    const items = [...this.#items.values()]
    return items.filter(({ answered, pending }) => !answered && pending.state !== 'failed').length
  }

  has(ref: string): boolean {
    return this.#items.has(ref)
  }

  /** Those of a feature, in the order in which they were done. */
  *of<F>({ name }: FeatureClient<F, unknown>): Generator<PendingCommand<CommandFor<F>>> {
    for (const item of this.#items.values()) {
      // Whose it is was looked up by its type, which says what else it holds.
      if (item.owner?.name === name) yield item as PendingCommand as PendingCommand<CommandFor<F>>
    }
  }

  /** Notes where a change is on its way. */
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

  /** Takes the answer to a change. True when it must stay until its event comes. */
  acknowledge(ref: string, result: unknown): boolean {
    const item = this.#items.get(ref)
    if (!item) return false
    item.answered = true
    this.#touch('pending')
    if (item.rule.awaits?.(result)) return true
    this.drop(ref)
    return false
  }

  /** Takes off what an event of the log has put into the state. */
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
