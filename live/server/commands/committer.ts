// Group commit: while one commit is in progress the next group of commands fills, so an idle node adds no delay and a
// busy one shares the cost of a commit. Groups run concurrently; only their appends to the log take turns. Commands are
// grouped by lane, so that a like does not wait for slower types of command.
import { isRefusal, Refusal } from '../../../platform/errors.ts'
import type { Answer, ErrorMessage } from '../../protocol/messages.ts'
import type { Logger } from '../../../platform/logger.ts'
import {
  errorCode,
  failureOf,
  isOfStatement,
  permanentSentence,
  sqlState,
} from '../../../platform/postgres/errors.ts'
import type { Intent } from './intent.ts'
import { runGroup } from './group.ts'
import type { WriteContext } from './write.ts'
import type { WriteWatch } from './write-watch.ts'

const largestGroup = 256
/** Concurrent transactions in one lane, and in all: each needs a connection. */
const mostOfLane = 2
const mostUnderWay = 6
/** One group at a time shares commits best: a lane's second one starts only when the first takes longer than this. */
const patienceMs = 25
/** Commands are answered within this time, plus one check interval, even if the commit's outcome is still unknown. */
const answerLimitMs = 9_000
const hurryMs = 1_000

interface Committed {
  answers: (() => Answer)[]
  /** The log's last event after the commit, 0 when nothing was committed. */
  last: number
}

/** Gets the outcome of each commit. */
export type Outcomes = Pick<WriteWatch, 'succeeded' | 'failed'>

/** Null: the command has a transaction of its own. */
type Lane = string | null

interface UnderWay {
  lane: Lane
  group: readonly Waiting[]
  /** By `performance.now()`. */
  began: number
}

interface Waiting {
  intent: Intent
  answer: (answer: Answer) => void
  /** By `performance.now()`. */
  since: number
}

export class Committer {
  readonly #context: WriteContext
  readonly #logger: Logger
  readonly #watch: Outcomes
  /** Called after each commit; resolves when this node has read it in the log. */
  readonly #committed: (lastEvent: number) => Promise<void>
  #waiting: Waiting[] = []
  #filling = false
  readonly #underWay = new Set<UnderWay>()
  #patience: NodeJS.Timeout | undefined
  #hurry: NodeJS.Timeout | undefined
  /** The ids of actors with a command in progress: their next one waits. */
  readonly #busy = new Set<string>()
  readonly #open = new Set<Promise<void>>()

  constructor(
    context: WriteContext,
    logger: Logger,
    watch: Outcomes,
    committed: (lastEvent: number) => Promise<void>,
  ) {
    this.#context = context
    this.#logger = logger
    this.#watch = watch
    this.#committed = committed
  }

  /** Resolves after the commit, or when that takes too long; never rejects. Commands of one actor run in the order given. */
  submit(intent: Intent): Promise<Answer> {
    return new Promise((answer) => {
      this.#waiting.push({ intent, answer, since: performance.now() })
      this.#hurry ??= setInterval(() => this.#giveUp(), hurryMs)
      if (this.#filling) return
      this.#filling = true
      // A microtask, so that commands submitted in the same turn share a group.
      queueMicrotask(() => this.#fill())
    })
  }

  /** Resolves when every submitted command has been answered. */
  async settled(): Promise<void> {
    while (this.#open.size > 0 || this.#waiting.length > 0) {
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all(this.#open)
    }
  }

  #fill(): void {
    this.#filling = false
    while (this.#underWay.size < mostUnderWay) {
      const group = this.#nextGroup()
      if (!group) break
      this.#begin(group.lane, group.members)
    }
  }

  #begin(lane: Lane, group: readonly Waiting[]): void {
    const underWay = { lane, group, began: performance.now() }
    this.#underWay.add(underWay)
    for (const { intent } of group) this.#busy.add(intent.actor.id)
    const open = this.#finish(underWay).finally(() => this.#open.delete(open))
    this.#open.add(open)
  }

  async #finish(underWay: UnderWay): Promise<void> {
    const { group } = underWay
    const { answers, last } = await this.#commit(group.map(({ intent }) => intent))
    this.#underWay.delete(underWay)
    if (this.#underWay.size + this.#waiting.length === 0) {
      clearInterval(this.#hurry)
      this.#hurry = undefined
    }
    for (const { intent } of group) this.#busy.delete(intent.actor.id)
    this.#fill()
    await this.#committed(last)
    for (const [index, { intent, answer }] of group.entries()) {
      answer(answers[index]?.() ?? toError(intent, unavailable))
    }
  }

  /** Milliseconds that the oldest unanswered command has waited. */
  get oldestMs(): number {
    const begun = [...this.#underWay].flatMap(({ group }) => group)
    const since = [...begun, ...this.#waiting].map((each) => each.since)
    return since.length === 0 ? 0 : performance.now() - Math.min(...since)
  }

  /** Answers commands that waited too long with a retryable error. A retry is safe: its `ref` prevents a second execution. */
  #giveUp(): void {
    const isLate = ({ since }: Waiting): boolean => performance.now() - since > answerLimitMs
    const begun = [...this.#underWay].flatMap(({ group }) => group.filter(isLate))
    const late = [...begun, ...this.#waiting.filter(isLate)]
    if (late.length === 0) return
    this.#waiting = this.#waiting.filter((each) => !isLate(each))
    for (const { intent, answer } of late) answer(toError(intent, unavailable))
  }

  #hasRoom(lane: Lane): boolean {
    const before = [...this.#underWay].filter((each) => each.lane === lane)
    const latest = before.at(-1)
    if (!latest) return true
    if (before.length >= mostOfLane) return false
    if (lane === null || performance.now() - latest.began >= patienceMs) return true
    if (this.#patience === undefined) {
      this.#patience = setTimeout(() => {
        this.#patience = undefined
        this.#fill()
      }, patienceMs)
    }
    return false
  }

  /**
   * The next group: from the lane of the longest-waiting command that can start. Takes only an actor's oldest command,
   * and none while another of that actor is in progress. Null when no command can start now.
   */
  #nextGroup(): { lane: Lane; members: Waiting[] } | null {
    // Undefined until a command that can start is found.
    let lane: Lane | undefined
    const members: Waiting[] = []
    const later: Waiting[] = []
    const actors = new Set(this.#busy)
    for (const waiting of this.#waiting) {
      const { actor, type } = waiting.intent
      const own = this.#context.registry.command(type).lane
      const most = own === null ? 1 : largestGroup
      const isOfGroup =
        lane === undefined ? this.#hasRoom(own) : own === lane && members.length < most
      if (isOfGroup && !actors.has(actor.id)) {
        lane = own
        members.push(waiting)
      } else later.push(waiting)
      actors.add(actor.id)
    }
    this.#waiting = later
    return lane === undefined ? null : { lane, members }
  }

  async #commit(intents: Intent[]): Promise<Committed> {
    try {
      const done = await runGroup(this.#context, intents)
      this.#watch.succeeded()
      return done
    } catch (error) {
      const isRefused = isRefusal(error)
      // One bad command fails the whole group, so each half is tried alone.
      const spoils = isRefused || permanent(error) !== null || isOfStatement(sqlState(error))
      if (intents.length > 1 && spoils) {
        return this.#inHalves(intents)
      }
      const commands = intents.slice(0, 10).map(({ type }) => type)
      if (isRefused) this.#logger.warn({ err: error, commands }, 'the database refused a command')
      else this.#watch.failed(error)
      const refusal = isRefused ? error : (permanent(error) ?? unavailable)
      return { answers: intents.map((intent) => () => toError(intent, refusal)), last: 0 }
    }
  }

  /** Splits a failed group until the bad command fails alone. */
  async #inHalves(intents: Intent[]): Promise<Committed> {
    const middle = Math.ceil(intents.length / 2)
    const first = await this.#commit(intents.slice(0, middle))
    const second = await this.#commit(intents.slice(middle))
    return {
      answers: [...first.answers, ...second.answers],
      last: Math.max(first.last, second.last),
    }
  }
}

/** The refusal for an error that a retry would meet again; null for others. */
function permanent(error: unknown): Refusal | null {
  const state = sqlState(error)
  if (failureOf(state) === 'permanent') return new Refusal('invalid', permanentSentence(state))
  const isFault =
    error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  // A TypeError with a code is a failed request of the handler's, which may succeed later.
  if (!isFault || errorCode(error) !== '') return null
  return new Refusal('invalid', 'This command failed on the server, and would again.')
}

const unavailable = new Refusal(
  'unavailable',
  'This could not be saved just now. Try again in a moment.',
  1000,
)

function toError(
  { ref }: Intent,
  { code, message, retryAfterMs }: Pick<Refusal, 'code' | 'message' | 'retryAfterMs'>,
): ErrorMessage {
  const error = { type: 'error', ref, code, message } as const
  return retryAfterMs === undefined ? error : { ...error, retryAfterMs }
}
