'use client'
// What an app of its own makes of its features in the browser: hooks over one connection of the page.
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

/** A feature's client, known by its name. */
export interface NamedClient<F extends Feature, S> extends FeatureClient<F, S> {
  readonly name: F['name']
}

/** What a feature shows: its state, and how events, snapshots and unanswered commands change it. */
export function defineClient<F extends Feature, S>(
  feature: F,
  definition: PureDefinition<F, S, Actor>,
): NamedClient<F, S> {
  return clientWith<Actor>().clientFor<F>(feature.name)<S>(definition)
}

type AnyNamed = Pick<NamedClient<Feature, unknown>, 'name' | 'rules'>
type FeatureOf<C> = C extends { types?: { feature: infer F extends Feature } } ? F : never
type StateOf<C> = C extends { types?: { state: infer S } } ? S : never
/** The states of all features, by their names. */
type States<C extends AnyNamed> = {
  readonly [N in C['name']]: StateOf<Extract<C, { name: N }>>
}

/** Sends a command. */
interface Send<F, C extends CommandName<F>> {
  (input: Input<F, C>): Promise<AnswerFor<F, C>>
  /** For `onSubmit`: sends in place of the form's own action, which serves pages without scripts. */
  submit(input: Input<F, C>): (event: FormEvent) => void
  /** The same with an input that is made of the form's fields; the form is emptied. */
  submitForm(inputOf: (form: FormData) => Input<F, C>): (event: FormEvent<HTMLFormElement>) => void
}

interface Hooks<C extends AnyNamed> {
  /** Follows a topic from its snapshot on, and shows a part of the state of one feature. */
  useTopic<T extends Topic<FeatureOf<C>>, R>(
    snapshot: Snapshot<FeatureOf<C>, T>,
    select: (state: States<C>) => R,
  ): R
  useCommand<N extends CommandName<FeatureOf<C>>>(type: N): Send<FeatureOf<C>, N>
  /** Who follows a topic now; null while that is not known. */
  useHere(topic: Topic<FeatureOf<C>>): Here | null
  /**
   * Says who reads, around all that is live; `cursor` and `own` are those of the page's snapshot. Without it nobody is
   * known, and everybody may act.
   */
  LiveProvider(props: ProviderProps): ReactNode
}

interface ProviderProps {
  viewer: Actor | null
  cursor: string
  /** What the viewer alone sees, by the names of features. */
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

  /** That of the provider above, else the one of a page without a provider, connected once a component needs it. */
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
        // The features of an app are the same at each rendering.
        (client) => [client.name, useTopic(client, snapshot as never, (state) => state)] as const,
      )
      // Each feature's state stands under its name.
      return select(Object.fromEntries(states) as States<C[number]>)
    },
    useCommand(type) {
      const live = useLiveHere()
      return useMemo(() => {
        // The answer to a command is what its feature says it is.
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
        // Typed where it is used: the input and the answer are those of the command.
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
