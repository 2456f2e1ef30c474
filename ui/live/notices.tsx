// Notices of changes that the server refused: a sentence each, at the top of the page, until dismissed.
'use client'
import { X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useNotices } from '#live/react/use-connection.ts'
import { iconButtonClass, linkClass } from '../button.ts'

export function Notices() {
  const { notices, dismiss } = useNotices()
  const path = usePathname()
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-24 z-30 flex flex-col items-center gap-2 px-5"
    >
      {notices.map((notice) => (
        <div
          key={notice.id}
          className="popup arrive pointer-events-auto flex w-full max-w-md items-center gap-2 py-1 pe-1 ps-4"
        >
          <p className="flex-1 py-2">
            {notice.message}
            {notice.code === 'unauthenticated' ? (
              <>
                {' '}
                <a href={signInAt(path)} className={linkClass}>
                  Sign in
                </a>
              </>
            ) : null}
          </p>
          <button
            type="button"
            aria-label="Put away"
            className={iconButtonClass}
            onClick={() => dismiss(notice.id)}
          >
            <X aria-hidden="true" className="size-5" />
          </button>
        </div>
      ))}
    </div>
  )
}

// A full page load: the header must not keep the previous viewer. Notices exist in browsers alone.
function signInAt(path: string): string {
  return `/sign-in?${new URLSearchParams({ back: path + window.location.search }).toString()}`
}
