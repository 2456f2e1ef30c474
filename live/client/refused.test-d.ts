// Client definitions that must not compile. Each `@ts-expect-error` says what is wrong in the next line.
import type { FeatureClient, ClientsOf } from './define.ts'
import { clientFor, marksClient, partFor, thingsClient } from './test-things.ts'
import type { marks, things } from './test-things.ts'
import { useCommand } from '../react/use-command.ts'

const reduce = {
  'thing.added': (state: number) => state,
  'thing.turned': (state: number) => state,
  'thing.removed': (state: number) => state,
}
const restore = { things: (state: number) => state, thing: (state: number) => state }
const define = clientFor<typeof things>('things')

define({ state: 0, reduce, restore })
// @ts-expect-error an event without a reducer
define({ state: 0, restore, reduce: { 'thing.added': (state: number) => state } })
// @ts-expect-error a snapshot that nothing restores
define({ state: 0, reduce, restore: { things: (state: number) => state } })
// @ts-expect-error private state that nothing restores
clientFor<typeof marks>('marks')({ state: 0, reduce: { 'mark.set': () => 0 }, restore: {} })
// @ts-expect-error a reducer that returns no state
define({ state: 0, restore, reduce: { ...reduce, 'thing.added': () => 'one' } })
// @ts-expect-error a reducer of pure state that returns nothing
define({ state: 0, restore, reduce: { ...reduce, 'thing.added': () => undefined } })
// @ts-expect-error a part where pure state is asked for
define({ part: () => new Set<string>(), restore, reduce })
// @ts-expect-error a name that is not the feature's
clientFor<typeof things>('thing')
define({
  state: 0,
  restore,
  // @ts-expect-error data that the event does not have
  reduce: { ...reduce, 'thing.turned': (_: number, data: { size: number }) => data.size },
})
define({
  state: 0,
  reduce,
  restore,
  // @ts-expect-error an optimistic rule for an unknown command
  optimistic: { turnOff: (state: number) => state },
})
define({
  state: 0,
  reduce,
  restore,
  // @ts-expect-error confirmed by an event with other data
  confirm: { turnOn: 'thing.added' },
})
define({
  state: 0,
  reduce,
  restore,
  // @ts-expect-error a rule for an unknown topic
  release: { shelf: (state: number) => state },
})
partFor<typeof things>('things')({
  part: () => new Set<string>(),
  reduce: { 'thing.added': () => {}, 'thing.turned': () => {}, 'thing.removed': () => {} },
  restore: { things: () => {}, thing: () => {} },
  // @ts-expect-error a part is mutated in place, so it has no optimistic rules
  optimistic: { turnOn: (state: Set<string>) => state },
})
define({
  state: 0,
  reduce,
  restore,
  // @ts-expect-error a misspelt key
  commands: { turnOn: { subjekt: () => '' } },
})
define({
  state: 0,
  reduce,
  restore,
  // @ts-expect-error a subject of another command
  commands: { turnOn: { subject: ({ name }: { name: string }) => name } },
})

type All = readonly [typeof things, typeof marks]
const both = [thingsClient, marksClient] as const satisfies ClientsOf<All>
// @ts-expect-error a feature without a client
const one = [thingsClient] as const satisfies ClientsOf<All>
// @ts-expect-error two clients in another order
const swapped = [marksClient, thingsClient] as const satisfies ClientsOf<All>

export function Component(): FeatureClient<typeof things, unknown>[] {
  const send = useCommand(thingsClient)
  void send({ type: 'turnOn', id: '1' }).then((answer) => {
    if (answer.type === 'ack') return answer.result.changed
    return answer.code
  })
  // @ts-expect-error no such command
  void send({ type: 'turnOff', id: '1' })
  // @ts-expect-error the command of another feature
  void send({ type: 'mark', id: '1' })
  // @ts-expect-error wrong input
  void send({ type: 'turnOn', name: '1' })
  return [both[0], one[0], swapped[1]]
}
