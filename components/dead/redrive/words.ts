import type { DeadLettersCheck, Queue, Subscription } from '../../../lib/api.ts'
import { count, counted, duration, listedShort, moment } from '../../../lib/format.ts'
import type { IconName } from '../../ui/icon.tsx'
import { isGrowing, type Scope, soleOwner } from '../group.ts'

/** One thing that a redrive will do. */
export interface Consequence {
  readonly icon: IconName
  readonly text: string
  readonly warn?: true
}

export interface Situation {
  readonly scope: Scope
  readonly total: number
  /** How many go in a second; `null` as fast as they can. */
  readonly perSecond: number | null
  /** The subscription as it is now; `undefined` while nobody knows, where it is gone, or where it is about several. */
  readonly own: Subscription | undefined
  /** Other durable subscriptions of the queue. */
  readonly others: readonly string[]
  readonly queue: Pick<Queue, 'paused' | 'settings'> | undefined
  /** `undefined` while nobody knows. */
  readonly check: DeadLettersCheck | undefined
}

const DEFAULT_MAX_FAILURES = 5

const AGAIN = 'Each is added again with the same id and payload and a new number.'

/** What will happen, in the order in which a person needs it; what may go wrong stands last. */
export function consequencesOf(situation: Situation, now: number): readonly Consequence[] {
  const owner = soleOwner(situation.scope)
  return owner === null ? manyOwners(situation, now) : oneOwner(situation, owner, now)
}

type Owner = NonNullable<ReturnType<typeof soleOwner>>

function oneOwner(situation: Situation, { queue: name, subscription }: Owner, now: number): readonly Consequence[] {
  const { scope, own, others, queue, check } = situation
  if (scope.groups.every((one) => one.gone !== undefined))
    return [warning(`${subscription} on ${name} no longer exists. They stay here until there is one of that name.`)]
  const alone =
    others.length === 0
      ? `${subscription} gets them again. It is the only subscription of ${name}.`
      : `Only ${subscription} gets them again. ${listedShort(others)} ${others.length === 1 ? 'sees' : 'see'} no duplicate.`
  const failures = queue?.settings.maxFailures ?? DEFAULT_MAX_FAILURES
  return [
    { icon: 'redrive', text: alone },
    { icon: 'number', text: `${AGAIN} Failures count from 0 of ${failures}.` },
    { icon: 'queue', text: `They go to the end of ${name}, oldest first.${newerText(check, subscription)}` },
    ...(own === undefined ? [] : [{ icon: 'clock' as const, text: `${consumersText(own)} ${paceText(situation)}` }]),
    ...warningsOf(situation, subscription, name, now),
  ]
}

function manyOwners(situation: Situation, now: number): readonly Consequence[] {
  const { scope, check } = situation
  const growing = scope.groups.filter((one) => isGrowing(one, now)).map((one) => one.subscription)
  const gone = scope.groups.filter((one) => one.gone !== undefined).map((one) => one.subscription)
  return [
    { icon: 'redrive', text: 'Each goes to its own subscription alone; the others see no duplicate.' },
    { icon: 'number', text: `${AGAIN} Failures count from 0.` },
    { icon: 'queue', text: `They go to the end of their queues, oldest first.${newerText(check, 'its subscription')}` },
    { icon: 'clock', text: paceText(situation) },
    ...(gone.length === 0
      ? []
      : [
          warning(
            `${listedShort([...new Set(gone)])} no longer ${gone.length === 1 ? 'exists' : 'exist'}: those letters stay here.`,
          ),
        ]),
    ...(growing.length === 0
      ? []
      : [
          warning(
            `${listedShort([...new Set(growing)])} had more in the last 15 min. If it goes on, they are back here soon.`,
          ),
        ]),
  ]
}

/** What makes the order in which they come another one than it was. */
function newerText(check: DeadLettersCheck | undefined, whose: string): string {
  if (check === undefined || check.newer === 0) return ''
  const many = `${check.complete ? '' : 'at least '}${count(check.newer)}`
  return ` For ${many} of them ${whose} already has a newer message with the same key.`
}

function consumersText(own: Subscription): string {
  const many = counted(own.consumers.length, 'consumer')
  return `${many} ${own.consumers.length === 1 ? 'is' : 'are'} connected.`
}

function paceText({ total, perSecond }: Situation): string {
  return perSecond === null
    ? 'They are added as fast as the broker can.'
    : `At ${perSecond}/s it takes about ${duration(Math.max(1, Math.ceil(total / perSecond)) * 1_000)}.`
}

const warning = (text: string): Consequence => ({ icon: 'warn', text, warn: true })

function warningsOf(
  { scope, own, queue }: Situation,
  subscription: string,
  name: string,
  now: number,
): readonly Consequence[] {
  const still = scope.group === null ? 'still fails' : 'still fails with this reason'
  return [
    ...(queue?.paused === true ? [warning(`${name} is paused: they wait until it is resumed.`)] : []),
    ...(own?.consumers.length === 0 ? [warning(`Nobody is connected for ${subscription}: they wait.`)] : []),
    ...(isGrowing(scope, now)
      ? [
          warning(
            `${subscription} ${still}, last at ${moment(scope.last, now)}. If it goes on, they are back here soon.`,
          ),
        ]
      : []),
  ]
}
