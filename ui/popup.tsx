// A button with a popover. The button is rendered at once, the popover's code is loaded later.
'use client'
import type { ComponentType } from 'react'
import type { PopupProps } from './popup-props.ts'
import { useLater } from './use-later.ts'

type Load = () => Promise<{ PopupFrame: ComponentType<PopupProps> }>

const loadFrame: Load = () => import('./popup-frame.tsx')

/** `load` is for a popup with its own code to load; it must be the same function each time. */
export function Popup({ load = loadFrame, ...props }: PopupProps & { load?: Load }) {
  const { loaded, press } = useLater(load)
  if (loaded) return <loaded.PopupFrame {...props} />
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-expanded={false}
      aria-label={props.label}
      title={props.tooltip}
      onClick={() => press()}
      className={props.triggerClass}
    >
      {props.trigger}
    </button>
  )
}
