// A form that takes something away (as by leaving a room): pending commands that still need it are sent first.
'use client'
import { useRef } from 'react'
import type { ComponentProps, SubmitEvent } from 'react'
import { useLive } from '#live/react/live-provider.tsx'

/** Without a connection the form is sent after this time, so that its error is shown. */
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
