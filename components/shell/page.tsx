'use client'
import { type ReactNode, useEffect } from 'react'
import { Boundary } from './boundary.tsx'
import { PaletteButton } from './frame/palette-button.tsx'
import { ConnectionBanner } from './status/connection-banner.tsx'
import { PhoneStatus } from './status/phone-status.tsx'

interface PageProps {
  /** The page's name, or its crumbs with the name in an `h1`. */
  title: ReactNode
  /** The tab's title; needed where `title` is not a word. */
  name?: string
  /** Buttons at the right of the top bar; on a phone they stay out of it (`wide-only`) or become icons. */
  actions?: ReactNode
  children: ReactNode
  /** A side panel is docked at the right: the page lays itself out in two columns without padding. */
  docked?: boolean
}

/** One page: its top bar, and the rest. Every view is wrapped in it. */
export function Page({ title, name, actions, children, docked = false }: PageProps) {
  const tab = name ?? (typeof title === 'string' ? title : 'Holdline')
  useEffect(() => {
    document.title = `${tab} · Holdline`
  }, [tab])
  return (
    <>
      <header className="top">
        <div className="crumb">{typeof title === 'string' ? <h1>{title}</h1> : title}</div>
        <span className="grow" />
        <PhoneStatus />
        <PaletteButton />
        {actions}
      </header>
      <main className={docked ? 'main docked' : 'main'} id="main" tabIndex={-1}>
        <ConnectionBanner />
        <Boundary what={tab}>{children}</Boundary>
      </main>
    </>
  )
}
