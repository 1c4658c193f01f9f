import { Popover as BasePopover } from '@base-ui/react/popover'
import type { RefObject } from 'react'
import type { PopoverProps } from '../props.ts'

interface Props extends PopoverProps {
  buttonRef: RefObject<HTMLButtonElement | null>
}

export function Popover({ trigger, className, children, buttonRef, ...rest }: Props) {
  const { title, titleClass, label, side = 'bottom', sideOffset = 4, open, onOpenChange } = rest
  return (
    <BasePopover.Root {...(open !== undefined && { open })} {...(onOpenChange !== undefined && { onOpenChange })}>
      <BasePopover.Trigger ref={buttonRef} render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner className="positioner" align="end" side={side} sideOffset={sideOffset}>
          <BasePopover.Popup className={className} aria-label={label}>
            {title !== undefined && <BasePopover.Title className={titleClass}>{title}</BasePopover.Title>}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  )
}
