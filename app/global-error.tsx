// The error page when even the root layout could not be rendered.
'use client'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'
import { inter, interExtended } from './fonts.ts'
import './globals.css'

export default function GlobalError() {
  return (
    <html lang="en" className={`${inter.variable} ${interExtended.variable}`}>
      <body>
        <title>Hubbub did not work</title>
        <main>
          <NoticePage
            title="Hubbub did not work"
            way={
              <button
                type="button"
                className={buttonClass('primary')}
                onClick={() => window.location.reload()}
              >
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
