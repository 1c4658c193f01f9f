'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useContext } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { useFeed, useFeedActions } from '../feed/provider.tsx'
import { ShellActions } from '../shell-actions.ts'
import { isIn, SECTIONS } from './sections.ts'

/** Five fit: what does not is behind More. */
const IN_BAR: ReadonlySet<string> = new Set(['/', '/queues', '/lab', '/dead'])
const TABS = SECTIONS.filter((section) => IN_BAR.has(section.href))
const OTHERS = SECTIONS.filter((section) => !IN_BAR.has(section.href))

/** The sections on a phone. */
export function TabBar({ onHelp }: { onHelp: () => void }) {
  const { openPreferences } = useContext(ShellActions)
  const path = usePathname()
  const router = useRouter()
  const paused = useFeed((feed) => feed.paused)
  const { pause } = useFeedActions()
  const more = (
    <button type="button">
      <Icon name="menu" />
      More
    </button>
  )
  return (
    <nav className="tabbar phone-only" aria-label="Sections">
      {TABS.map((section) => (
        <PageLink key={section.href} href={section.href} aria-current={isIn(section, path) ? 'page' : undefined}>
          <Icon name={section.icon} />
          {section.short ?? section.word}
        </PageLink>
      ))}
      <Menu trigger={more}>
        {OTHERS.map((section) => (
          <MenuItem key={section.href} onSelect={() => router.push(section.href)}>
            {section.word}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => pause(!paused)}>{paused ? 'Resume live' : 'Pause live'}</MenuItem>
        <MenuItem onSelect={openPreferences}>Preferences</MenuItem>
        <MenuItem onSelect={() => router.push('/help')}>How it works</MenuItem>
        <MenuItem onSelect={onHelp}>Keyboard shortcuts</MenuItem>
      </Menu>
    </nav>
  )
}
