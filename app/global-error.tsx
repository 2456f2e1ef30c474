// Shown when even the frame of the pages could not be made.
'use client'
import { buttonClass } from '#components/ui/button.ts'
import { NoticePage } from '#components/ui/notice-page.tsx'
import './globals.css'

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Hubbub did not work</title>
        <main>
          <NoticePage
            title="Hubbub did not work"
            way={
              <button type="button" className={buttonClass('primary')} onClick={() => retry()}>
                Try again
              </button>
            }
          >
            The server cannot do it just now, or it is just starting. Wait a moment, then try again.
          </NoticePage>
        </main>
      </body>
    </html>
  )
}
