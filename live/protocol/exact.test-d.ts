// Type tests: types inferred from a feature definition are exact.
import { expectTypeOf } from 'vitest'
import type { marks, Thing, things } from '../client/test-things.ts'
import type {
  AckFor,
  CommandFor,
  CommandName,
  Data,
  EventFor,
  Input,
  Own,
  Result,
  Snapshot,
  SnapshotOf,
  Topic,
} from './feature.ts'

type All = typeof things | typeof marks

expectTypeOf<CommandName<All>>().toEqualTypeOf<
  'add' | 'turnOn' | 'remove' | 'look' | 'mark' | 'fail'
>()
expectTypeOf<Input<All, 'add'>>().toEqualTypeOf<{ name: string }>()
expectTypeOf<Result<All, 'turnOn'>>().toEqualTypeOf<{ changed: boolean }>()
expectTypeOf<Result<All, 'look'>>().toEqualTypeOf<void>()
expectTypeOf<Data<All, 'thing.added'>>().toEqualTypeOf<{ thing: Thing }>()
expectTypeOf<Topic<All>>().toEqualTypeOf<'things' | `thing:${string}`>()
expectTypeOf<SnapshotOf<All, `thing:${string}`>>().toEqualTypeOf<{ thing: Thing }>()
expectTypeOf<Own<All>>().toEqualTypeOf<{ marked: string[] }>()
expectTypeOf<Snapshot<All, 'things'>['state']['things']>().toEqualTypeOf<Thing[]>()
// Members of a union are told apart by their `type` field.
expectTypeOf<Extract<CommandFor<All>, { type: 'mark' }>['id']>().toEqualTypeOf<string>()
expectTypeOf<Extract<EventFor<All>, { type: 'thing.turned' }>['data']>().toEqualTypeOf<{
  id: string
  isOn: boolean
}>()
expectTypeOf<AckFor<All, 'add'>['result']['thing']>().toEqualTypeOf<Thing>()
