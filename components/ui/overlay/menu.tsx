'use client'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { createContext, type ReactElement, type ReactNode, useContext, useRef } from 'react'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: 'start' | 'end'
}

/** Puts focus back on the button of the menu that an item stands in. */
const Back = createContext<() => void>(() => undefined)

/** A menu of actions below its button. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger ref={button} render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="positioner" align={align} sideOffset={4}>
          <BaseMenu.Popup className="menu">
            <Back value={() => button.current?.focus()}>{children}</Back>
          </BaseMenu.Popup>
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
  const back = useContext(Back)
  // A dialog gives focus back to where it was as it opened: this item is gone by then, its button is not.
  const select = () => {
    back()
    onSelect()
  }
  return (
    <BaseMenu.Item className="menuitem" onClick={select}>
      <span>{children}</span>
      {note !== undefined && <span className="hint">{note}</span>}
    </BaseMenu.Item>
  )
}
