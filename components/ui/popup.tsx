// Something more to know or to do, behind a button. What opens it is there at once, the rest comes later.
'use client'
import type { ReactNode } from 'react'
import type { PopupFrame } from './popup-frame.tsx'
import { useLater } from './use-later.ts'

export interface PopupProps {
  /** Where the button's own words do not say what it opens. */
  label?: string
  tooltip?: string
  triggerClass: string
  trigger: ReactNode
  popupClass: string
  heading: ReactNode
  headingClass?: string
  children: ReactNode
}

const load = (): Promise<{ PopupFrame: typeof PopupFrame }> => import('./popup-frame.tsx')

export function Popup(props: PopupProps) {
  const { loaded, press } = useLater(load)
  if (loaded) return <loaded.PopupFrame {...props} />
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-expanded={false}
      aria-label={props.label}
      title={props.tooltip}
      onClick={press}
      className={props.triggerClass}
    >
      {props.trigger}
    </button>
  )
}
