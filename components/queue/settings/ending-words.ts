import type { Queue } from '../../../lib/api.ts'
import { counted } from '../../../lib/format.ts'

type Figures = Pick<
  Queue,
  'firstSeq' | 'lastSeq' | 'pending' | 'inFlight' | 'retrying' | 'subscriptions' | 'scheduled' | 'dead'
>

/** Queued messages that the queue still has. */
export function keptOf({ firstSeq, lastSeq }: Pick<Queue, 'firstSeq' | 'lastSeq'>): number {
  return Math.max(0, lastSeq - Math.max(1, firstSeq) + 1)
}

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
