'use client'
import { popups } from './parts.ts'
import type { MenuItemProps, MenuProps } from './props.ts'
import { useOpener } from './use-opener.ts'

/** A menu of actions below its button. */
export function Menu(props: MenuProps) {
  const { parts, button, plain } = useOpener(isArrow)
  return parts === undefined ? plain(props.trigger, 'menu') : <parts.Menu {...props} buttonRef={button} />
}

/** One action, with a quiet second line where its name does not say enough. Stands in a menu, which has come by then. */
export function MenuItem(props: MenuItemProps) {
  const parts = popups.now()
  return parts === undefined ? null : <parts.MenuItem {...props} />
}

export function isArrow(key: string): boolean {
  return key === 'ArrowDown' || key === 'ArrowUp'
}
