import type { IconName } from '@/components/ui/icon.tsx'

export interface Section {
  readonly href: string
  readonly word: string
  /** Where there is little room. */
  readonly short?: string
  readonly icon: IconName
  /** After `g`. */
  readonly key: string
}

/** What the navigation shows: only sections that exist. */
export const SECTIONS: readonly Section[] = [
  { href: '/', word: 'Overview', icon: 'overview', key: 'o' },
  { href: '/queues', word: 'Queues', icon: 'queue', key: 'q' },
  { href: '/subscribers', word: 'Subscribers', icon: 'subscribers', key: 's' },
  { href: '/publish', word: 'Publish', icon: 'publish', key: 'p' },
  { href: '/lab', word: 'Lab', icon: 'lab', key: 'l' },
  { href: '/dead', word: 'Dead letters', short: 'Dead', icon: 'dead', key: 'd' },
  { href: '/activity', word: 'Activity', icon: 'activity', key: 'a' },
]

/** Whether a path stands in a section; the overview is only the root. */
export function isIn(section: Section, path: string): boolean {
  return section.href === '/' ? path === '/' : path === section.href || path.startsWith(`${section.href}/`)
}
