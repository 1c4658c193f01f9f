export { Dialog } from './dialog.tsx'
export { Menu, MenuItem } from './menu.tsx'
export { Popover } from './popover.tsx'
export { Select } from './select.tsx'
