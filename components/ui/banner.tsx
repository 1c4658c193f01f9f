import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

interface BannerProps {
  children: ReactNode
  action?: ReactNode
  /** Something else says it aloud: this one counts seconds. */
  quiet?: boolean
}

/** A line above the page that says what is wrong with all of it, and its one action. */
export function Banner({ children, action, quiet = false }: BannerProps) {
  return (
    <div className="banner" role={quiet ? undefined : 'status'}>
      <Icon name="warn" />
      <span className="grow">{children}</span>
      {action}
    </div>
  )
}
