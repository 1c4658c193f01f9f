import type { IconName } from '@/components/ui/icon.tsx'
import type { Connection, Queue, Subscription } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { queueHref, subscribersHref } from '@/lib/links.ts'
import { SECTIONS } from '../frame/sections.ts'

/** A place to jump to, or something to do there. */
export interface Entry {
  readonly key: string
  readonly icon: IconName
  readonly word: string
  /** A quiet word beside it. */
  readonly note: string
  readonly href: string
  /** Keys that do the same. */
  readonly keys?: string
}

/** Entries shown at most: what does not fit is found by typing on. */
const SHOWN = 12

export function sectionEntries(): Entry[] {
  return SECTIONS.map(({ href, word, icon, key }) => ({
    key: `section ${href}`,
    icon,
    word,
    note: '',
    href,
    keys: `g ${key}`,
  }))
}

export function queueEntries(queues: readonly Queue[]): Entry[] {
  return queues.flatMap(({ name, pending }) => [
    {
      key: `queue ${name}`,
      icon: 'queue' as const,
      word: name,
      note: `queue, ${count(pending)} pending`,
      href: queueHref(name),
    },
    {
      key: `publish ${name}`,
      icon: 'publish' as const,
      word: `Publish to ${name}`,
      note: '',
      href: `/publish?queue=${encodeURIComponent(name)}`,
    },
  ])
}

export function subscriptionEntries(subscriptions: readonly Subscription[]): Entry[] {
  return subscriptions.map(({ queue, name, pending, dead }) => ({
    key: `subscription ${queue} ${name}`,
    icon: 'subscribers',
    word: name,
    note: `subscription of ${queue}, ${count(pending)} behind, ${count(dead)} dead`,
    href: subscribersHref({ subs: `queue:${queue} ${name}` }),
  }))
}

export function connectionEntries(connections: readonly Connection[]): Entry[] {
  return connections.flatMap(({ id, client, address, subscriptions }) =>
    client === null
      ? []
      : [
          {
            key: `connection ${id}`,
            icon: 'plug',
            word: client,
            note: `connection, ${address}, ${counted(subscriptions.length, 'subscription')}`,
            href: subscribersHref({ links: client }),
          },
        ],
  )
}

/** What matches: names that begin with it first, then those that hold it, then those whose note does. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return entries.slice(0, SHOWN)
  const ranked = entries.flatMap((entry) => {
    const rank = rankOf(entry, wanted)
    return rank === null ? [] : [{ entry, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ entry }) => entry)
}

function rankOf({ word, note }: Entry, wanted: string): number | null {
  const at = word.toLowerCase().indexOf(wanted)
  if (at === 0) return 0
  if (at > 0) return 1
  return note.toLowerCase().includes(wanted) ? 2 : null
}
