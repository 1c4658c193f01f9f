import { Menu as BaseMenu } from '@base-ui/react/menu'
import { createContext, type RefObject, useContext } from 'react'
import type { MenuItemProps, MenuProps } from '../props.ts'

interface Props extends MenuProps {
  buttonRef: RefObject<HTMLButtonElement | null>
}

/** Puts focus back on the button of the menu that an item stands in. */
const Back = createContext<() => void>(() => undefined)

export function Menu({ trigger, children, align = 'end', buttonRef }: Props) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger ref={buttonRef} render={trigger} />
      {/* It stands at the end of the page: a landmark, as all that a reader should find stands in one. */}
      <BaseMenu.Portal role="region" aria-label="Menu">
        <BaseMenu.Positioner className="positioner" align={align} sideOffset={4}>
          <BaseMenu.Popup className="menu">
            <Back value={() => buttonRef.current?.focus()}>{children}</Back>
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

export function MenuItem({ onSelect, children, note }: MenuItemProps) {
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
