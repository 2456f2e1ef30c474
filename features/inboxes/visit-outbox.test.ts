// The visitor's outbox while the server does not accept messages.
import { expect, it, onTestFinished, vi } from 'vitest'
import { idOf } from '#features/sample-views.ts'
import { VisitOutbox } from './visit-outbox.ts'

const message = {
  id: idOf(3, 1),
  roomId: idOf(2, 1),
  author: { id: idOf(2, 1), handle: '', name: 'Vera', avatar: null },
  body: 'Hello',
  replyTo: null,
  at: '2026-11-26T12:00:00.000Z',
  editedAt: null,
  reactions: [],
}

function refused(status: number, text: string, headers: Record<string, string> = {}): Response {
  return Response.json({ type: 'error', code: 'x', message: text }, { status, headers })
}

/** `seen`: each message's wait or error, whenever that changed. */
function open(answers: (() => Response)[]): { outbox: VisitOutbox; seen: string[] } {
  vi.stubGlobal('fetch', () => {
    const answer = answers.shift()
    return answer
      ? Promise.resolve(answer())
      : Promise.resolve(Response.json({ message }, { status: 201 }))
  })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  const outbox = new VisitOutbox(idOf(2, 1), () => undefined)
  const seen: string[] = []
  outbox.subscribe(() => {
    seen.push(
      outbox.sends
        .map(({ body, wait, problem }) => `${body}: ${problem ?? wait?.for ?? 'on its way'}`)
        .join(),
    )
  })
  const stop = outbox.start()
  onTestFinished(() => {
    stop()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  return { outbox, seen }
}

it('waits for a limit as long as the server says', async () => {
  vi.useFakeTimers()
  const { outbox, seen } = open([() => refused(429, 'Slowly.', { 'retry-after': '7' })])
  outbox.send('Hello')
  await vi.advanceTimersByTimeAsync(6_900)
  expect(outbox.sends[0]?.wait).toEqual({ for: 'limit', until: expect.any(Number) })
  await vi.advanceTimersByTimeAsync(200)
  expect(outbox.sends).toEqual([])
  expect(seen).toContain('Hello: limit')
})

it('says that the server cannot, and that no answer came', async () => {
  vi.useFakeTimers()
  const lost = (): Response => {
    throw new TypeError('network')
  }
  const { outbox, seen } = open([() => refused(503, 'Not now.'), lost])
  outbox.send('Hello')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(outbox.sends).toEqual([])
  expect(seen).toEqual(expect.arrayContaining(['Hello: server', 'Hello: answer']))
})

it('shows why one can never be taken, and sends what follows', async () => {
  vi.useFakeTimers()
  const { outbox } = open([() => refused(400, 'There is a character in this.')])
  outbox.send('First')
  outbox.send('Second')
  await vi.advanceTimersByTimeAsync(100)
  expect(outbox.sends.map(({ body, problem }) => [body, problem])).toEqual([
    ['First', 'There is a character in this.'],
  ])
})
