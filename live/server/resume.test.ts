// Tests of resume: its phases backfill, cutover and live.
import { describe, expect, it } from 'vitest'
import { resume } from './resume.ts'
import type { CatchingUp } from './resume.ts'
import { Recent } from './log/recent.ts'
import { pageSize } from './log/table.ts'
import { KnownEvents } from './log/event-rules.ts'
import { toEntry } from './log/entry.ts'
import type { Entry } from './log/entry.ts'

const entry = (id: number, topic = 'feed'): Entry =>
  toEntry(
    {
      id: String(id),
      topic,
      type: 'x',
      at: new Date(0),
      data: '{}',
      subject: null,
      epoch: 'e',
    },
    new KnownEvents([]),
  )
const upTo = (last: number): Entry[] => Array.from({ length: last }, (_, index) => entry(index + 1))

/** A log with the entries after `remembered` in memory and those after `pruned` in the table. */
class FakeLog {
  readonly recent: Recent
  readonly entries: Entry[]
  pruned = 0

  constructor(entries: Entry[], remembered: number) {
    this.entries = entries
    this.recent = new Recent({ entries: 10_000, bytes: 10_000_000 }, remembered)
    this.recent.push(entries.filter(({ id }) => id > remembered))
  }

  get end(): number {
    return this.entries.at(-1)?.id ?? 0
  }

  append(added: Entry): void {
    this.entries.push(added)
    this.recent.push([added])
  }

  page(after: number, end: number, topics: readonly string[]): Promise<Entry[] | null> {
    if (after < this.pruned) return Promise.resolve(null)
    const found = this.entries.filter(
      ({ id, topic }) => id > after && id <= end && topics.includes(topic),
    )
    return Promise.resolve(found.slice(0, pageSize))
  }
}

/** Takes all entries and records each phase. */
class Reader implements CatchingUp {
  readonly log: FakeLog
  readonly got: number[] = []
  readonly phases: string[] = []
  topics = ['feed']
  /** The most entries that `take` accepts at once. */
  stride = Infinity
  goesOn = true
  floor: number | null = null
  /** Called before each step. */
  before = (): void => undefined

  constructor(log: FakeLog) {
    this.log = log
  }
  asked(): readonly string[] {
    return this.topics
  }
  present(): number {
    return this.log.end
  }
  ready(): Promise<void> {
    this.before()
    return Promise.resolve()
  }
  pay<T>(read: () => Promise<T>): Promise<T> {
    this.phases.push('paid')
    return read()
  }
  backfilled(entries: readonly Entry[]): Promise<boolean> {
    this.phases.push(`backfill ${entries.length}`)
    this.got.push(...entries.map(({ id }) => id))
    return Promise.resolve(this.goesOn)
  }
  lost(_topics: readonly string[], position: number): boolean {
    this.phases.push(`lost ${position}`)
    return this.goesOn
  }
  take(entries: readonly Entry[]): number | null {
    if (!this.goesOn && entries.length > 0) return null
    const taken = entries.slice(0, this.stride)
    this.phases.push(`cutover ${taken.length}`)
    this.got.push(...taken.map(({ id }) => id))
    return taken.length
  }
  live(_topics: readonly string[], floor: number): void {
    this.phases.push('live')
    this.floor = floor
  }
}

describe('resume', () => {
  it('reads older pages from the table, then cuts over to what memory holds, without a gap', async () => {
    const reader = new Reader(new FakeLog(upTo(1203), 1200))
    await resume(reader.log, 0, reader)
    const ids = reader.log.entries.map(({ id }) => id)
    expect(reader.got).toEqual(ids)
    const pages = ['paid', 'backfill 500', 'paid', 'backfill 500', 'paid', 'backfill 203']
    expect(reader.phases).toEqual([...pages, 'cutover 0', 'live'])
    expect(reader.floor).toBe(1203)
  })

  it('asks the table for nothing that memory holds', async () => {
    const reader = new Reader(new FakeLog(upTo(9), 2))
    await resume(reader.log, 4, reader)
    expect(reader.got).toEqual([5, 6, 7, 8, 9])
    expect(reader.phases).toEqual(['cutover 5', 'live'])
  })

  it('goes on in strides, and has what comes meanwhile once', async () => {
    const reader = new Reader(new FakeLog(upTo(5), 0))
    reader.stride = 2
    let added = 5
    reader.before = () => {
      if (added < 8) reader.log.append(entry((added += 1)))
    }
    await resume(reader.log, 0, reader)
    expect(reader.got).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(reader.floor).toBe(8)
  })

  it('says that history is lost, and goes on from the present', async () => {
    const log = new FakeLog(upTo(20), 15)
    log.pruned = 10
    const reader = new Reader(log)
    await resume(log, 3, reader)
    expect(reader.phases).toEqual(['paid', 'lost 20', 'cutover 0', 'live'])
  })

  it('ends where its reader has enough, or asks for nothing any more', async () => {
    const content = new Reader(new FakeLog(upTo(600), 590))
    content.goesOn = false
    await resume(content.log, 0, content)
    expect(content.phases).toEqual(['paid', 'backfill 500'])
    const gone = new Reader(new FakeLog(upTo(6), 0))
    gone.topics = []
    await resume(gone.log, 0, gone)
    expect(gone.phases).toEqual([])
  })

  it('never takes a reader back who is further than the present', async () => {
    const reader = new Reader(new FakeLog(upTo(6), 0))
    await resume(reader.log, 9, reader)
    expect(reader.phases).toEqual(['cutover 0', 'live'])
    expect(reader.floor).toBe(9)
  })
})
