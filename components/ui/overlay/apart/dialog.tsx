import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { DialogProps } from '../props.ts'

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
