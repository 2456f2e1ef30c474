// Tests of Dispatcher: choice of carrier, order, and failures.
import { describe, expect, it, vi } from 'vitest'
import type { Command } from '../protocol/commands.ts'
import type { Answer } from '../protocol/messages.ts'
import { Backoff } from './backoff.ts'
import { Dispatcher } from './dispatch.ts'
import type { Carriers, Order } from './dispatch.ts'
import type { Wait } from './waiting.ts'

type Act = NonNullable<Carriers['act']>

function turnOn(ref: string, thing: number): Command {
  return { type: 'turnOn', ref, thing }
}

const order: Order = {
  subjectOf: ({ thing }) => String(thing),
  endsAll: ({ type }) => type === 'remove',
}

function ack({ ref }: { ref: string | null }): Answer {
  return {
    type: 'ack',
    ref: ref ?? '',
    cursor: 'c',
    result: { isOn: true },
  }
}

function refs(list: unknown): string[] {
  return (list as Command[]).map((command) => command.ref)
}

const noWait = (): Backoff => new Backoff(0)

function carriers(more: Partial<Carriers> = {}): Carriers {
  return {
    overConnection: () => null,
    request: (command) => Promise.resolve(ack(command)),
    isOnline: () => true,
    ...more,
  }
}

describe('the server action', () => {
  it('takes what was dispatched in one turn as one list, and what gathers meanwhile as the next', async () => {
    const lists: string[][] = []
    let release = (): void => undefined
    const act = async (inputs: unknown[]): Promise<Answer[]> => {
      lists.push(refs(inputs))
      if (lists.length === 1) await new Promise<void>((resolve) => (release = resolve))
      return (inputs as Command[]).map(ack)
    }
    const dispatcher = new Dispatcher(carriers({ act }), order)
    const first = [dispatcher.send(turnOn('a', 1)), dispatcher.send(turnOn('b', 2))]
    await vi.waitFor(() => expect(lists).toHaveLength(1), { timeout: 10_000 })
    const later = ['c', 'd', 'e'].map((ref, index) => dispatcher.send(turnOn(ref, 3 + index)))
    release()
    await Promise.all([...first, ...later])
    expect(lists).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ])
  })

  it('never carries two commands about one thing, nor more than 50, in one list', async () => {
    const lists: string[][] = []
    const act = (inputs: unknown[]): Promise<Answer[]> => {
      lists.push(refs(inputs))
      return Promise.resolve((inputs as Command[]).map(ack))
    }
    const dispatcher = new Dispatcher(carriers({ act }), order)
    const turnOff: Command = { type: 'turnOff', ref: 'b', thing: 1 }
    const many = Array.from({ length: 60 }, (_, index) => turnOn(`m${index}`, 100 + index))
    await Promise.all([turnOn('a', 1), turnOff, ...many].map((command) => dispatcher.send(command)))
    expect(lists.map((list) => list.length)).toEqual([1, 50, 11])
    expect(lists[1]?.[0]).toBe('b')
  })

  it('gives way to a plain request when it fails, for good when it is gone', async () => {
    const act = vi.fn<Act>(() => Promise.reject(new Error('gone')))
    const request = vi.fn<Carriers['request']>((command) => Promise.resolve(ack(command)))
    const dispatcher = new Dispatcher(carriers({ act, request, isActionGone: () => true }), order)
    await dispatcher.send(turnOn('a', 1))
    await dispatcher.send(turnOn('b', 2))
    expect(act).toHaveBeenCalledTimes(1)
    expect(request).toHaveBeenCalledTimes(2)
  })
})

describe('the WebSocket', () => {
  it('carries commands while it is open', async () => {
    const act = vi.fn<Act>()
    const sent: string[] = []
    const send = (command: Command): Promise<Answer> => {
      sent.push(command.ref)
      return Promise.resolve(ack(command))
    }
    const dispatcher = new Dispatcher(carriers({ act, overConnection: () => send }), order)
    await Promise.all([dispatcher.send(turnOn('a', 1)), dispatcher.send(turnOn('b', 2))])
    expect(sent).toEqual(['a', 'b'])
    expect(act).not.toHaveBeenCalled()
  })

  it('that is lost leaves its commands to the next carrier, with the same refs and in order', async () => {
    let open = true
    const send = (command: Command): Promise<Answer> => {
      if (command.ref === 'a') return Promise.resolve(ack(command))
      open = false
      return Promise.reject(new Error('lost'))
    }
    const lists: string[][] = []
    const act = (inputs: unknown[]): Promise<Answer[]> => {
      lists.push(refs(inputs))
      return Promise.resolve((inputs as Command[]).map(ack))
    }
    const options = carriers({ act, overConnection: () => (open ? send : null) })
    const dispatcher = new Dispatcher(options, order, () => undefined, noWait())
    await Promise.all(['a', 'b', 'c'].map((ref, index) => dispatcher.send(turnOn(ref, index))))
    expect(lists).toEqual([['b', 'c']])
  })
})

describe('what cannot be done now', () => {
  /** What a command waits for when its first attempt gets this answer, or none. */
  async function waitAfter(
    first: { code: 'rate_limited' | 'unavailable'; retryAfterMs: number } | null,
    more: Partial<Carriers> = {},
  ): Promise<Wait | undefined> {
    let sent = 0
    const request = (command: Command): Promise<Answer> => {
      sent += 1
      if (sent > 1) return Promise.resolve(ack(command))
      if (!first) return Promise.reject(new Error('network'))
      return Promise.resolve({ type: 'error', ref: command.ref, message: 'No.', ...first })
    }
    const waits: (Wait | undefined)[] = []
    const mark = (_ref: string, state: string, wait?: Wait) => {
      if (state === 'waiting') waits.push(wait)
    }
    await new Dispatcher(carriers({ request, ...more }), order, mark, noWait()).send(turnOn('a', 1))
    return waits[0]
  }

  it('says what it waits for', async () => {
    const before = Date.now()
    expect(await waitAfter(null, { isConnected: () => false })).toEqual({ for: 'connection' })
    expect(await waitAfter(null, { isConnected: () => true })).toEqual({ for: 'answer' })
    const unavailable = { code: 'unavailable', retryAfterMs: 1 } as const
    expect(await waitAfter(unavailable)).toEqual({ for: 'server' })
    const wait = await waitAfter({ code: 'rate_limited', retryAfterMs: 30 })
    if (wait?.for !== 'limit') throw new Error('It does not wait for the limit.')
    expect(wait.until - before).toBeGreaterThanOrEqual(30)
    expect(wait.until - before).toBeLessThan(5_000)
  })

  it('holds back what is about the same, and a refusal that stays does not', async () => {
    const request = (command: Command): Promise<Answer> =>
      Promise.resolve(
        command.ref === 'b'
          ? { type: 'error', ref: 'b', code: 'invalid', message: 'There is a character in this.' }
          : ack(command),
      )
    const dispatcher = new Dispatcher(carriers({ request }), order)
    const answers = await Promise.all(['a', 'b', 'c'].map((ref) => dispatcher.send(turnOn(ref, 1))))
    expect(answers.map(({ type }) => type)).toEqual(['ack', 'error', 'ack'])
  })

  it('is sent again after the time that the server names', async () => {
    vi.useFakeTimers()
    const answers: Answer[] = [
      { type: 'error', ref: 'a', code: 'rate_limited', message: 'Slow down.', retryAfterMs: 5000 },
      ack({ ref: 'a' }),
    ]
    const act = vi.fn<Act>(() => Promise.resolve(answers.splice(0, 1)))
    const states: string[] = []
    const dispatcher = new Dispatcher(carriers({ act }), order, (_ref, state) => states.push(state))
    const answer = dispatcher.send(turnOn('a', 1))
    await vi.advanceTimersByTimeAsync(4999)
    dispatcher.wake()
    expect(act).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect((await answer).type).toBe('ack')
    expect(states).toEqual(['sending', 'waiting', 'sending'])
    vi.useRealTimers()
  })

  it('waits without a network and goes at once when that is back', async () => {
    let online = false
    const dispatcher = new Dispatcher(
      carriers({ isOnline: () => online }),
      order,
      () => undefined,
      new Backoff(30_000, () => 1),
    )
    const answer = dispatcher.send(turnOn('a', 1))
    await new Promise((resolve) => setTimeout(resolve, 20))
    online = true
    dispatcher.wake()
    expect((await answer).type).toBe('ack')
  })

  it('keeps later commands behind it', async () => {
    const sent: string[] = []
    let fails = true
    const request = (command: Command): Promise<Answer> => {
      sent.push(command.ref)
      if (!fails) return Promise.resolve(ack(command))
      fails = false
      return Promise.reject(new Error('network'))
    }
    const dispatcher = new Dispatcher(carriers({ request }), order, () => undefined, noWait())
    await Promise.all(['a', 'b'].map((ref, index) => dispatcher.send(turnOn(ref, index))))
    expect(sent).toEqual(['a', 'a', 'b'])
  })

  it('is answered by a refusal that stays', async () => {
    const request = (command: Command): Promise<Answer> =>
      Promise.resolve({ type: 'error', ref: command.ref, code: 'not_found', message: 'Gone.' })
    const answer = await new Dispatcher(carriers({ request }), order).send(turnOn('a', 1))
    expect(answer).toMatchObject({ type: 'error', code: 'not_found' })
  })
})

it('what is sent while a limit is waited for waits for it too', async () => {
  const marks: [string, string, Wait['for'] | undefined][] = []
  let isLimited = true
  const request = (command: Command): Promise<Answer> =>
    Promise.resolve(
      isLimited
        ? {
            type: 'error',
            ref: command.ref,
            code: 'rate_limited',
            message: 'Later.',
            retryAfterMs: 200,
          }
        : ack(command),
    )
  const dispatcher = new Dispatcher(carriers({ request }), order, (ref, state, wait) =>
    marks.push([ref, state, wait?.for]),
  )
  const first = dispatcher.send(turnOn('a', 1))
  await vi.waitFor(() => expect(marks).toContainEqual(['a', 'waiting', 'limit']))
  const second = dispatcher.send(turnOn('b', 2))
  expect(marks.at(-1)).toEqual(['b', 'waiting', 'limit'])
  isLimited = false
  await Promise.all([first, second])
})
