import type { ActivityKind } from '../../lib/api.ts'
import type { IconName } from '../ui/icon.tsx'

/** What a person filters by: a few groups of the broker's kinds. */
export const SUBJECTS = {
  all: { word: 'Everything', kinds: [] },
  queues: {
    word: 'Queues',
    kinds: ['queueCreated', 'queueChanged', 'queuePaused', 'queueResumed', 'queuePurged', 'queueDeleted'],
  },
  subscriptions: {
    word: 'Subscriptions',
    kinds: [
      'subscriptionCreated',
      'subscriptionChanged',
      'subscriptionMoved',
      'subscriptionPurged',
      'subscriptionDeleted',
      'subscriptionExpired',
      'consumerDetached',
    ],
  },
  deliveries: { word: 'Deliveries', kinds: ['scheduledCancelled', 'deliveryRedelivered', 'deliveryGivenUp'] },
  connections: { word: 'Connections', kinds: ['connectionClosed'] },
  deadLetters: {
    word: 'Dead letters',
    kinds: ['redriveStarted', 'deadLettersRedriven', 'deletionStarted', 'deadLettersDeleted'],
  },
  retention: { word: 'Retention', kinds: ['retentionWarning', 'retentionRemoved', 'agingHeld'] },
} as const satisfies Record<string, { word: string; kinds: readonly ActivityKind[] }>

export type Subject = keyof typeof SUBJECTS

export const SUBJECT_NAMES = [
  'all',
  'queues',
  'subscriptions',
  'connections',
  'deliveries',
  'deadLetters',
  'retention',
] as const

const ICONS: Readonly<Record<Exclude<Subject, 'all'>, IconName>> = {
  queues: 'queue',
  subscriptions: 'subscribers',
  connections: 'subscribers',
  deliveries: 'queued',
  deadLetters: 'dead',
  retention: 'clock',
}

/** The kinds of a subject as the API takes them; empty for all. */
export function kindsOf(subject: Subject): string {
  return SUBJECTS[subject].kinds.join(',')
}

export function iconOf(kind: ActivityKind): IconName {
  for (const [subject, icon] of Object.entries(ICONS)) {
    const kinds: readonly string[] = Reflect.get(SUBJECTS, subject).kinds
    if (kinds.includes(kind)) return icon
  }
  return 'activity'
}
