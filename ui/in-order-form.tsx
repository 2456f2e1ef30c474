// A form that its server action answers, for what takes away what others of one's changes need: those go first.
'use client'
import { useRef } from 'react'
import type { ComponentProps, SubmitEvent } from 'react'
import { useLive } from '#live/react/live-provider.tsx'

/** Somebody who has no connection gets the form's own answer instead of none. */
const limitMs = 5_000

export function InOrderForm(props: Omit<ComponentProps<'form'>, 'onSubmit'>) {
  const { commands } = useLive()
  const waited = useRef(false)

  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    if (waited.current || !commands.isUnderWay) {
      waited.current = false
      return
    }
    event.preventDefault()
    const form = event.currentTarget
    void commands.settled(limitMs).then(() => {
      waited.current = true
      form.requestSubmit()
    })
  }

  return <form {...props} onSubmit={onSubmit} />
}
