import type { MessageDelivery, MessageDetail } from '../../../lib/api.ts'

/** What a person can do about one delivery. */
export type Deed = 'retry' | 'giveUp' | 'redeliver'

/** What has to be known about where it stands. */
export interface Standing {
  /** The first seq that the queue still has. */
  readonly firstSeq: number
  /** How far the subscription was dispatched; `undefined` for one that no longer exists. */
  readonly upto: number | undefined
}

/**
 * The deeds that the broker will take: a try that waits can be made now, what is open can be given up once the
 * subscription has come to it, and what is over, or was never for it, can be sent to it again.
 */
export function deedsOf(
  message: Pick<MessageDetail, 'seq'>,
  delivery: Pick<MessageDelivery, 'state'> | undefined,
  { firstSeq, upto }: Standing,
): readonly Deed[] {
  const { seq } = message
  if (seq === null || upto === undefined) return []
  switch (delivery?.state) {
    case 'retrying':
      return ['retry', 'giveUp']
    case 'inFlight':
      return ['giveUp']
    case 'pending':
      return seq <= upto ? ['giveUp'] : []
    default:
      return seq >= firstSeq ? ['redeliver'] : []
  }
}

/** Names what a copy leaves alone: "shipping and search-index see no duplicate." */
export function noDuplicateWords(others: readonly string[]): string {
  if (others.length === 0) return 'It is the only subscription.'
  const shown = others.length > 3 ? 'The other subscriptions' : others.join(' and ')
  return `${shown} ${others.length === 1 ? 'sees' : 'see'} no duplicate.`
}
