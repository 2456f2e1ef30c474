// A modal question. It is a native dialog: it keeps the focus inside, and Escape closes it.
'use client'
import { useEffect, useId, useRef } from 'react'
import { buttonClass } from './button.ts'

export function Question({
  title,
  text,
  confirm,
  onConfirm,
  onClose,
}: {
  title: string
  text: string
  confirm: string
  onConfirm: () => void
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    // The first button gets the focus: the one that changes nothing.
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
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <button type="button" onClick={onClose} className={buttonClass('quiet')}>
          Keep it
        </button>
        <button
          type="button"
          className={buttonClass('danger')}
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {confirm}
        </button>
      </div>
    </dialog>
  )
}
