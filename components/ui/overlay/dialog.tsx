'use client'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** The safe button first, the deed last. */
  actions?: ReactNode
  /** Where focus starts: the safe button or the field. */
  initialFocus?: RefObject<HTMLElement | null>
  wide?: boolean
}

/** A dialog over the page. Escape and a click outside close it; focus goes back to what opened it. */
export function Dialog({ open, onClose, title, children, actions, initialFocus, wide = false }: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Popup
          className={wide ? 'dialog floating wide' : 'dialog floating'}
          {...(initialFocus !== undefined && { initialFocus })}
        >
          <BaseDialog.Title>{title}</BaseDialog.Title>
          <BaseDialog.Description className="soft stack tight" render={<div />}>
            {children}
          </BaseDialog.Description>
          {actions !== undefined && <div className="acts">{actions}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
