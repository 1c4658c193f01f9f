import type { DeadLetterReason, Queue, Subscription } from '../../../lib/api.ts'
import { counted, duration, listedShort, moment } from '../../../lib/format.ts'
import type { IconName } from '../../ui/icon.tsx'
import { isGrowing } from '../group.ts'

/** One thing that a redrive will do; `bold` is the word that it is about. */
export interface Consequence {
  readonly icon: IconName
  readonly text: string
  readonly warn?: true
}

export interface Situation {
  readonly group: DeadLetterReason
  readonly total: number
  /** How many go in a second; `null` as fast as they can. */
  readonly perSecond: number | null
  /** The subscription as it is now; `undefined` where there is none of that name. */
  readonly own: Subscription | undefined
  /** Other durable subscriptions of the queue. */
  readonly others: readonly string[]
  readonly queue: Pick<Queue, 'paused' | 'settings'> | undefined
}

const DEFAULT_MAX_FAILURES = 5

/** What will happen, in the order in which a person needs it; what may go wrong stands last. */
export function consequencesOf(situation: Situation, now: number): readonly Consequence[] {
  const { group, own, others, queue } = situation
  const { queue: name, subscription } = group
  const alone =
    others.length === 0
      ? `${subscription} gets them again. It is the only subscription of ${name}.`
      : `Only ${subscription} gets them again. ${listedShort(others)} ${others.length === 1 ? 'sees' : 'see'} no duplicate.`
  const failures = queue?.settings.maxFailures ?? DEFAULT_MAX_FAILURES
  return [
    { icon: 'redrive', text: alone },
    {
      icon: 'number',
      text: `Each is added again with the same id and payload and a new number. Failures count from 0 of ${failures}.`,
    },
    { icon: 'queue', text: `They go to the end of ${name}, oldest first.` },
    ...(own === undefined ? [] : [{ icon: 'clock' as const, text: paceWords(situation, own) }]),
    ...warningsOf(situation, now),
  ]
}

function paceWords({ total, perSecond }: Situation, own: Subscription): string {
  const many = counted(own.consumers.length, 'consumer')
  const who = `${many} ${own.consumers.length === 1 ? 'is' : 'are'} connected.`
  return perSecond === null
    ? `${who} They are added as fast as the broker can.`
    : `${who} At ${perSecond}/s it takes about ${duration(Math.max(1, Math.ceil(total / perSecond)) * 1_000)}.`
}

function warningsOf({ group, own, queue }: Situation, now: number): readonly Consequence[] {
  const { subscription } = group
  const warn = (text: string): Consequence => ({ icon: 'warn', text, warn: true })
  if (own === undefined)
    return [warn(`${subscription} on ${group.queue} no longer exists. They stay here until there is one of that name.`)]
  return [
    ...(queue?.paused === true ? [warn(`${group.queue} is paused: they wait until it is resumed.`)] : []),
    ...(own.consumers.length === 0 ? [warn(`Nobody is connected for ${subscription}: they wait.`)] : []),
    ...(isGrowing(group, now)
      ? [
          warn(
            `${subscription} still fails with this reason, last at ${moment(group.last, now)}. If it goes on, they are back here soon.`,
          ),
        ]
      : []),
  ]
}
