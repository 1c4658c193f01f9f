import type { Queue } from '../../../lib/api.ts'
import { counted, listedShort } from '../../../lib/format.ts'
import { keptOf } from './kept-of.ts'

type Figures = Pick<
  Queue,
  'firstSeq' | 'lastSeq' | 'pending' | 'inFlight' | 'retrying' | 'subscriptions' | 'scheduled' | 'dead'
>

/** "312 deliveries of them were not settled." */
function openWords({ pending, inFlight, retrying }: Figures): string {
  const open = pending + inFlight + retrying
  return open === 0
    ? 'Everybody has settled them.'
    : `${counted(open, 'delivery', 'deliveries')} of them ${open === 1 ? 'is' : 'are'} not settled and never will be.`
}

/** What goes and what stays when a queue is emptied. */
export function purgeWords(queue: Figures): { readonly goes: string; readonly stays: string } {
  const kept = keptOf(queue)
  const stays = [
    counted(queue.subscriptions, 'subscription'),
    counted(queue.scheduled, 'delayed message'),
    counted(queue.dead, 'dead letter'),
  ].join(', ')
  return {
    goes:
      kept === 0
        ? 'There is nothing in it now.'
        : `${counted(kept, 'message')} ${kept === 1 ? 'is' : 'are'} gone for good. ${openWords(queue)}`,
    stays: `What stays: ${stays}.`,
  }
}

/** The same when it is deleted. */
export function deleteWords(queue: Figures): { readonly goes: string; readonly stays: string } {
  const goes = [
    counted(keptOf(queue), 'message'),
    counted(queue.subscriptions, 'subscription'),
    counted(queue.scheduled, 'delayed message'),
  ].join(', ')
  const letters =
    queue.dead === 0 ? '' : `${counted(queue.dead, 'dead letter')} ${queue.dead === 1 ? 'stays' : 'stay'} for 30 d. `
  return {
    goes: `${goes} are gone for good. Its consumers are told and get nothing more.`,
    stays: `${letters}For 60 s publishing does not create it anew.`,
  }
}

export type Deed = 'pause' | 'resume' | 'purge' | 'delete'

export interface DeedWords {
  readonly title: string
  readonly goes: string
  readonly stays: string
  /** The button that does it, and the one that does not. */
  readonly deed: string
  readonly keep: string
  /** Has to be typed, where nothing brings it back. */
  readonly typed?: string
}

type Named = Figures & Pick<Queue, 'name'>

/** What a dialog says before one queue, or several, are paused, resumed, purged or deleted. */
export function deedWords(deed: Deed, queues: readonly Named[]): DeedWords {
  const [one] = queues
  const what = one !== undefined && queues.length === 1 ? one.name : counted(queues.length, 'queue')
  const all = sumOf(queues)
  const names = queues.length === 1 ? '' : `${listedShort(queues.map(({ name }) => name))}. `
  const title = `${capital(deed)} ${what}?`
  switch (deed) {
    case 'pause':
      return {
        title,
        goes: `${names}Queued delivery stops for ${counted(all.subscriptions, 'subscription')}; publishing and real time go on.`,
        stays: '',
        deed: `Pause ${what}`,
        keep: queues.length === 1 ? 'Keep it running' : 'Keep them running',
      }
    case 'resume':
      return {
        title,
        goes: `${names}Queued delivery goes on for ${counted(all.subscriptions, 'subscription')}: ${counted(all.pending, 'message waits', 'messages wait')}.`,
        stays: '',
        deed: `Resume ${what}`,
        keep: queues.length === 1 ? 'Keep it paused' : 'Keep them paused',
      }
    case 'purge': {
      const { goes, stays } = purgeWords(all)
      const kept = keptOf(all)
      const button = kept === 0 ? `Purge ${what}` : `Purge ${counted(kept, 'message')}`
      return { title, goes: names + goes, stays, deed: button, keep: 'Keep them', typed: what }
    }
    case 'delete': {
      const { goes, stays } = deleteWords(all)
      const keep = queues.length === 1 ? 'Keep it' : 'Keep them'
      return {
        title,
        goes: names + goes,
        stays: several(stays, queues.length),
        deed: `Delete ${what}`,
        keep,
        typed: what,
      }
    }
  }
}

/** What was done, for those who look at the list again. */
export function doneWords(deed: Deed, queues: readonly Pick<Queue, 'name'>[], purged: number): string {
  const [one] = queues
  const what = one !== undefined && queues.length === 1 ? one.name : counted(queues.length, 'queue')
  const be = queues.length === 1 ? 'is' : 'are'
  if (deed === 'purge') return `${counted(purged, 'message')} of ${what} ${purged === 1 ? 'was' : 'were'} purged.`
  const now = { pause: 'paused', resume: 'resumed', delete: 'deleted' } as const
  return `${what} ${be} ${now[deed]}.`
}

/** As if they were one queue: what is kept is laid end to end. */
function sumOf(queues: readonly Named[]): Figures {
  const sum = { firstSeq: 1, lastSeq: 0, pending: 0, inFlight: 0, retrying: 0, subscriptions: 0, scheduled: 0, dead: 0 }
  for (const queue of queues) {
    sum.lastSeq += keptOf(queue)
    for (const name of FIGURES) sum[name] += queue[name]
  }
  return sum
}

const FIGURES = ['pending', 'inFlight', 'retrying', 'subscriptions', 'scheduled', 'dead'] as const

const several = (words: string, queues: number) =>
  queues === 1 ? words : words.replace('create it anew', 'create them anew')

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
