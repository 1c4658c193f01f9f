'use client'
import { usePathname } from 'next/navigation'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { count } from '@/lib/format.ts'
import { useFeed } from '../feed/provider.tsx'
import { remember, useRemembered } from '../remembered.ts'
import { Brand } from './brand.tsx'
import { isIn, SECTIONS } from './sections.ts'
import { ThemeButton } from './theme-button.tsx'

/** Folds the navigation to its icons, or opens it again. */
export function toggleRail(): void {
  remember('rail', document.documentElement.dataset.rail === undefined ? 'folded' : null)
}

/** The sections at the left; on a phone the bar below takes its place. */
export function Navigation({ onHelp }: { onHelp: () => void }) {
  const path = usePathname()
  const dead = useFeed((feed) => feed.totals?.queued.dead ?? 0)
  const folded = useRemembered('rail') !== null
  const fold = folded ? 'Open navigation' : 'Collapse navigation'
  return (
    <nav className="nav" aria-label="Sections">
      <Brand />
      <ul>
        {SECTIONS.map((section) => (
          <li key={section.href}>
            <PageLink
              href={section.href}
              aria-current={isIn(section, path) ? 'page' : undefined}
              title={`g ${section.key}`}
            >
              <Icon name={section.icon} />
              <span className="lbl">{section.word}</span>
              {section.href === '/dead' && dead > 0 && (
                <span className="n bad">
                  {count(dead)}
                  <span className="sr"> dead letters</span>
                </span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
      <div className="foot">
        <Button variant="quiet" icon aria-label={fold} title={`${fold}  [`} onClick={toggleRail}>
          <Icon name="sidebar" />
        </Button>
        <ThemeButton />
        <Button variant="quiet" icon aria-label="Keyboard shortcuts" title="Keyboard shortcuts  ?" onClick={onHelp}>
          <Icon name="help" />
        </Button>
      </div>
    </nav>
  )
}
