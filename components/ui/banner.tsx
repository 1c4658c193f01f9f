import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** A line above the page that says what is wrong with all of it, and its one action. The frame's announcer says it aloud. */
export function Banner({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="banner">
      <Icon name="warn" />
      <span className="grow">{children}</span>
      {action}
    </div>
  )
}
