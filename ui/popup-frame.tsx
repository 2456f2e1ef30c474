// A popup's popover; it opens when it is first rendered, because it is rendered on the press of its button.
'use client'
import { Popover } from '@base-ui/react/popover'
import { isComposing } from './writing/keys.ts'
import type { PopupProps } from './popup-props.ts'

export function PopupFrame({
  label,
  tooltip,
  triggerClass,
  trigger,
  popupClass,
  heading,
  headingClass = 'font-semibold',
  children,
}: PopupProps) {
  return (
    <Popover.Root
      defaultOpen
      onOpenChange={(_open, details) => {
        if (isComposing(details.event)) details.cancel()
      }}
    >
      <Popover.Trigger aria-label={label} title={tooltip} className={triggerClass}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-30">
          <Popover.Popup
            className={`popup max-h-(--available-height) max-w-[calc(100vw-2rem)] overflow-y-auto p-5 outline-none ${popupClass}`}
          >
            <Popover.Title className={headingClass}>{heading}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
