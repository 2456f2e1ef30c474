// The props of a popup.
import type { ReactNode } from 'react'

export interface PopupProps {
  /** A label for screen readers, where the button's content is not enough. */
  label?: string
  tooltip?: string
  triggerClass: string
  trigger: ReactNode
  popupClass: string
  heading: ReactNode
  headingClass?: string
  children?: ReactNode
}
