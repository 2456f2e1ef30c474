'use client'
// `createClient`: combines an app's features into hooks over the page's connection.
import { useEffect, useMemo } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { transports } from '../../platform/transports.ts'
import { clientWith } from '../client/define.ts'
import type { FeatureClient, PureDefinition } from '../client/define.ts'
import { Live } from '../client/live.ts'
import type { Here } from '../client/signals.ts'
import type { Actor } from '../protocol/actor.ts'
import type {
  AnswerFor,
  CommandName,
  Feature,
  Input,
  Snapshot,
  Topic,
} from '../protocol/feature.ts'
import { LiveProvider, lone, useLive } from './live-provider.tsx'
import { useHere } from './use-signals.ts'
import { useTopic } from './use-topic.ts'

/** A feature's client with its name as a type. */
export interface NamedClient<F extends Feature, S> extends FeatureClient<F, S> {
  readonly name: F['name']
}

/** Defines a feature's client: its state, and how events, snapshots and unanswered commands change it. */
export function defineClient<F extends Feature, S>(
  feature: F,
  definition: PureDefinition<F, S, Actor>,
): NamedClient<F, S> {
  return clientWith<Actor>().clientFor<F>(feature.name)<S>(definition)
}

type AnyNamed = Pick<NamedClient<Feature, unknown>, 'name' | 'rules'>
type FeatureOf<C> = C extends { types?: { feature: infer F extends Feature } } ? F : never
type StateOf<C> = C extends { types?: { state: infer S } } ? S : never
/** The states of all features, by feature name. */
type States<C extends AnyNamed> = {
  readonly [N in C['name']]: StateOf<Extract<C, { name: N }>>
}

/** Sends a command. */
interface Send<F, C extends CommandName<F>> {
  (input: Input<F, C>): Promise<AnswerFor<F, C>>
  /** For `onSubmit`: sends the command instead of the form's action, which serves browsers without scripts. */
  submit(input: Input<F, C>): (event: FormEvent) => void
  /** The same with an input made from the form's fields; then resets the form. */
  submitForm(inputOf: (form: FormData) => Input<F, C>): (event: FormEvent<HTMLFormElement>) => void
}

interface Hooks<C extends AnyNamed> {
  /** Subscribes to a topic from its snapshot on, and returns a selected part of the features' states. */
  useTopic<T extends Topic<FeatureOf<C>>, R>(
    snapshot: Snapshot<FeatureOf<C>, T>,
    select: (state: States<C>) => R,
  ): R
  useCommand<N extends CommandName<FeatureOf<C>>>(type: N): Send<FeatureOf<C>, N>
  /** The presence of a topic; null while unknown. */
  useHere(topic: Topic<FeatureOf<C>>): Here | null
  /**
   * Wraps all live components and sets the viewer; `cursor` and `own` come from the page's snapshot. Without it the viewer
   * is anonymous, and may send commands.
   */
  LiveProvider(props: ProviderProps): ReactNode
}

interface ProviderProps {
  viewer: Actor | null
  cursor: string
  /** The viewer's private state, by feature name. */
  own?: { readonly [feature: string]: unknown }
  children: ReactNode
}

/** Hooks over all features of an app. */
export function createClient<const C extends readonly AnyNamed[]>({
  features,
}: {
  features: C
}): Hooks<C[number]> {
  const clients: readonly NamedClient<Feature, unknown>[] = features
  let isStarted = false

  /** The provider's Live, else the default one of a page without a provider, started by the first component. */
  function useLiveHere(): Live {
    lone.live ??= new Live({
      features: clients,
      cursor: '',
      viewer: null,
      transports,
      forAnybody: true,
    })
    const live = useLive()
    useEffect(() => {
      if (live !== lone.live || isStarted) return
      isStarted = true
      live.start()
    }, [live])
    return live
  }

  return {
    useTopic(snapshot, select) {
      useLiveHere()
      const states = clients.map(
        // Hooks in a loop are safe: the list of features never changes.
        (client) => [client.name, useTopic(client, snapshot as never, (state) => state)] as const,
      )
      // Safe: each entry is a feature's name with its state.
      return select(Object.fromEntries(states) as States<C[number]>)
    },
    useCommand(type) {
      const live = useLiveHere()
      return useMemo(() => {
        // The feature's types say what the answer holds.
        const send = (input: object) => live.commands.dispatch({ ...input, type }) as never
        const submit = (input: object) => (event: FormEvent) => {
          event.preventDefault()
          void live.commands.dispatch({ ...input, type })
        }
        const submitForm =
          (inputOf: (form: FormData) => object) => (event: FormEvent<HTMLFormElement>) => {
            const form = event.currentTarget
            submit(inputOf(new FormData(form)))(event)
            form.reset()
          }
        // The caller's types determine the input and the answer.
        return Object.assign(send, { submit, submitForm }) as never
      }, [live, type])
    },
    useHere(topic) {
      useLiveHere()
      return useHere(topic)
    },
    LiveProvider: (props) => <LiveProvider features={clients} transports={transports} {...props} />,
  }
}
