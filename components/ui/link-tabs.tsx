import { PageLink } from './page-link.tsx'

interface LinkTab {
  readonly href: string
  readonly word: string
  readonly count?: string
  readonly current: boolean
}

/** Tabs that are pages of their own: links, so that each has an address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <PageLink key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined}>
          {tab.word}
          {tab.count !== undefined && <span className="n">{tab.count}</span>}
        </PageLink>
      ))}
    </nav>
  )
}
