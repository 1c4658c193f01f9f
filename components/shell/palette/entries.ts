import type { IconName } from '@/components/ui/icon.tsx'
import type { Connection, DeadLetterReasons, Queue, Subscription } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { deadHref, messageHref, queueHref, settingsHref, subscribersHref } from '@/lib/links.ts'
import { SECTIONS } from '../frame/sections.ts'
import type { Ask } from './ask.ts'

/** A place to jump to, or something to do. */
export interface Entry {
  readonly key: string
  readonly icon: IconName
  readonly word: string
  /** A quiet word beside it. */
  readonly note: string
  readonly href?: string
  /** What it does in place of going somewhere; a rejection is said in the palette. */
  readonly run?: () => unknown
  /** Keys that do the same. */
  readonly keys?: string
}

/** Entries shown at most: what does not fit is found by typing on. */
const SHOWN = 14
/** Queues whose deeds are offered as well: those of all would push everything else out. */
const WITH_DEEDS = 3

export function sectionEntries(): Entry[] {
  const sections = SECTIONS.map(
    ({ href, word, icon, key }): Entry => ({
      key: `section ${href}`,
      icon,
      word,
      note: 'page',
      href,
      keys: `g ${key}`,
    }),
  )
  const help: Entry = {
    key: 'section /help',
    icon: 'help',
    word: 'How it works',
    note: 'help, words and marks',
    href: '/help',
  }
  return [...sections, help]
}

/** A message named by its seq or id: in the queue that was named, else in the one that the page shows. */
export function messageEntries(ask: Ask, queues: readonly Queue[], shown: string | null): Entry[] {
  if (ask.seq === null && ask.id === null) return []
  const isAlone = ask.name === ask.text
  const known = queues.filter((queue) => !isAlone && queue.name.startsWith(ask.name)).map((queue) => queue.name)
  const exact = known.filter((name) => name === ask.name)
  const names = isAlone ? (shown === null ? queues.slice(0, WITH_DEEDS).map(({ name }) => name) : [shown]) : known
  return (exact.length > 0 ? exact : names).slice(0, WITH_DEEDS).map((queue) => ({
    key: `message ${queue} ${ask.seq ?? ask.id}`,
    icon: 'number',
    word: ask.seq === null ? `Message ${ask.id}` : `Message ${count(ask.seq)}`,
    note: `of ${queue}`,
    href: messageHref(queue, { seq: ask.seq, id: ask.id ?? '' }),
  }))
}

export function queueEntries(queues: readonly Queue[], pause: (queue: string, paused: boolean) => unknown): Entry[] {
  return queues.flatMap((queue, place) => {
    const { name, pending, paused } = queue
    const itself: Entry = {
      key: `queue ${name}`,
      icon: 'queue',
      word: name,
      note: `queue, ${count(pending)} pending${paused ? ', paused' : ''}`,
      href: queueHref(name),
    }
    return place < WITH_DEEDS ? [itself, ...deedsOf(queue, pause)] : [itself]
  })
}

function deedsOf({ name, paused, dead }: Queue, pause: (queue: string, paused: boolean) => unknown): Entry[] {
  const href = `/publish?queue=${encodeURIComponent(name)}`
  const letters: Entry = {
    key: `dead ${name}`,
    icon: 'dead',
    word: `Dead letters of ${name}`,
    note: count(dead),
    href: deadHref({ queue: name }),
  }
  return [
    { key: `publish ${name}`, icon: 'publish', word: `Publish to ${name}`, note: '', href },
    {
      key: `pause ${name}`,
      icon: paused ? 'play' : 'pause',
      word: `${paused ? 'Resume' : 'Pause'} ${name}`,
      note: paused ? 'queued delivery goes on' : 'queued delivery stops; publishing and real time go on',
      run: () => pause(name, !paused),
    },
    {
      key: `live ${name}`,
      icon: 'activity',
      word: `Live messages of ${name}`,
      note: '',
      href: `${queueHref(name)}/live`,
    },
    { key: `settings ${name}`, icon: 'sliders', word: `Settings of ${name}`, note: '', href: settingsHref(name) },
    ...(dead > 0 ? [letters] : []),
  ]
}

export function subscriptionEntries(subscriptions: readonly Subscription[]): Entry[] {
  return subscriptions.map(({ queue, name, pending, dead }) => ({
    key: `subscription ${queue} ${name}`,
    icon: 'subscribers',
    word: name,
    note: `subscription of ${queue}, ${count(pending)} behind, ${count(dead)} dead`,
    href: subscribersHref({ subs: `queue:${queue} name:${name}` }),
  }))
}

export function connectionEntries(connections: readonly Connection[]): Entry[] {
  return connections.map(({ id, client, address, subscriptions }) => ({
    key: `connection ${id}`,
    icon: 'plug',
    word: client ?? id,
    note: `connection, ${address}, ${counted(subscriptions.length, 'subscription')}`,
    href: subscribersHref({ links: `client:${client ?? id}` }),
  }))
}

/** Dead letters of one reason, where they can be redriven. */
export function reasonEntries(reasons: DeadLetterReasons['items']): Entry[] {
  return reasons.map(({ queue, subscription, reason, count: many }) => ({
    key: `reason ${queue} ${subscription} ${reason}`,
    icon: 'dead',
    word: reason,
    note: `${counted(many, 'dead letter')} of ${subscription} of ${queue}`,
    href: `/dead?${new URLSearchParams({ of: `${queue}/${subscription}`, reason })}`,
  }))
}

/** What matches: every word of the text is in it. Names that begin with the text first, then those that hold it. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return entries.slice(0, SHOWN)
  const words = wanted.split(/\s+/)
  const ranked = entries.flatMap((entry) => {
    const rank = rankOf(entry, wanted, words)
    return rank === null ? [] : [{ entry, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ entry }) => entry)
}

function rankOf({ word, note }: Entry, wanted: string, words: readonly string[]): number | null {
  const name = word.toLowerCase()
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(wanted)) return 2
  const whole = `${name} ${note.toLowerCase()}`
  return words.every((one) => whole.includes(one)) ? 3 : null
}
