'use client'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: 'start' | 'end'
}

/** A menu of actions below its button. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="positioner" align={align} sideOffset={4}>
          <BaseMenu.Popup className="menu">{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

/** One action, with a quiet second line where its name does not say enough. */
export function MenuItem({
  onSelect,
  children,
  note,
}: {
  onSelect: () => void
  children: ReactNode
  note?: ReactNode
}) {
  return (
    <BaseMenu.Item className="menuitem" onClick={onSelect}>
      <span>{children}</span>
      {note !== undefined && <span className="hint">{note}</span>}
    </BaseMenu.Item>
  )
}
