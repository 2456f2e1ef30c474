// What a popup is told, by whatever opens it.
import type { ReactNode } from 'react'

export interface PopupProps {
  /** Where the button's own words do not say what it opens. */
  label?: string
  tooltip?: string
  triggerClass: string
  trigger: ReactNode
  popupClass: string
  heading: ReactNode
  headingClass?: string
  children?: ReactNode
}
