// A step before what cannot be taken back: a dialog with scripts, a page of its own without.
'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef, useState } from 'react'
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
  const [open, setOpen] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
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
          setOpen(true)
        }}
      >
        {children}
      </a>
      <AlertDialog.Root open={open} onOpenChange={setOpen}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/35 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <AlertDialog.Popup
            initialFocus={keep}
            finalFocus={link}
            className="popup fixed top-1/2 left-1/2 z-50 w-96 max-w-[calc(100vw-2.5rem)] -translate-x-1/2 -translate-y-1/2 p-6"
          >
            <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-1.5 text-muted">{text}</AlertDialog.Description>
            <div className="mt-6 flex flex-wrap justify-end gap-3">
              <AlertDialog.Close ref={keep} className={buttonClass('quiet')}>
                Keep it
              </AlertDialog.Close>
              <AlertDialog.Close className={buttonClass('danger')} onClick={onConfirm}>
                {confirm}
              </AlertDialog.Close>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  )
}
