// A question before something that cannot be taken back. Without scripts, and until they are there, a link leads to a
// page that asks the same.
'use client'
import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { buttonClass } from './button.ts'

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
        }}
      >
        {children}
      </a>
      {asking ? (
        <Question title={title} text={text} onClose={close}>
          <button type="button" onClick={close} className={buttonClass('quiet')}>
            Keep it
          </button>
          <button
            type="button"
            className={buttonClass('danger')}
            onClick={() => {
              close()
              onConfirm()
            }}
          >
            {confirm}
          </button>
        </Question>
      ) : null}
    </>
  )
}

/** The browser's own dialog: it keeps the focus within, and Escape closes it. */
function Question({
  title,
  text,
  onClose,
  children,
}: {
  title: string
  text: string
  onClose: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    // The first button is focused: the one that changes nothing.
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
      className="popup m-auto w-96 max-w-[calc(100vw-2.5rem)] p-6 text-ink backdrop:bg-black/35"
    >
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        {title}
      </h2>
      <p id={`${id}-text`} className="mt-1.5 text-muted">
        {text}
      </p>
      <div className="mt-6 flex flex-wrap justify-end gap-3">{children}</div>
    </dialog>
  )
}
