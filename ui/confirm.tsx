// A confirmation before something irreversible. Without scripts, and until they are loaded, it is a link to a page that asks the same.
'use client'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useLater } from './use-later.ts'

const load = () => import('./question.tsx')

/** `href` leads to the page that asks the same question. */
export function ConfirmLink({
  href,
  label,
  className,
  title,
  text,
  confirm,
  onConfirm,
  children,
}: {
  href: string
  label: string
  className: string
  title: string
  text: string
  confirm: string
  onConfirm: () => void
  children: ReactNode
}) {
  const [asking, setAsking] = useState(false)
  const { loaded, press } = useLater(load)
  const link = useRef<HTMLAnchorElement>(null)
  const close = () => {
    setAsking(false)
    link.current?.focus()
  }
  return (
    <>
      <a
        ref={link}
        href={href}
        aria-label={label}
        aria-haspopup="dialog"
        title={label}
        className={className}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          setAsking(true)
          // If the dialog's code cannot be loaded, the page behind the link asks instead.
          press(() => window.location.assign(href))
        }}
      >
        {children}
      </a>
      {asking && loaded ? (
        <loaded.Question {...{ title, text, confirm, onConfirm }} onClose={close} />
      ) : null}
    </>
  )
}
