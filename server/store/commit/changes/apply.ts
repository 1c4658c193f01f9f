import type { Prisma } from '../../../../prisma/generated/client.ts'
import type { Change } from '../../../broker/ports.ts'
import { putActivities } from './activity.ts'
import { deleteDeadLetters, putDeadLetters } from './dead-letters.ts'
import { putJobs } from './jobs.ts'
import { putMinutes } from './minutes.ts'
import { putPresence } from './presence.ts'
import { deleteQueues, putQueues } from './queues.ts'
import { putAgesFrom } from './retention.ts'
import { deleteScheduled, putScheduled } from './scheduled.ts'
import { deleteSubscriptions, putSubscriptions } from './subscriptions.ts'

type Tx = Prisma.TransactionClient

/**
 * Rare writes, in the order in which they were asked for; those of one kind that follow each other are one statement.
 * Each can be done twice: a commit may have to be sent again. `now`: the time of what has none of its own.
 */
export async function applyChanges(tx: Tx, changes: readonly Change[], now: number): Promise<void> {
  for (const run of runsOf(changes)) await applyRun(tx, run, now)
}

interface Run {
  readonly kind: Change['kind']
  readonly changes: readonly Change[]
}

function runsOf(changes: readonly Change[]): Run[] {
  const runs: { kind: Change['kind']; changes: Change[] }[] = []
  for (const change of changes) {
    const last = runs.at(-1)
    if (last?.kind === change.kind) last.changes.push(change)
    else runs.push({ kind: change.kind, changes: [change] })
  }
  return runs
}

function applyRun(tx: Tx, { kind, changes }: Run, now: number): Promise<void> {
  switch (kind) {
    case 'putQueue':
      return putQueues(tx, only(changes, kind))
    case 'deleteQueue':
      return deleteQueues(tx, only(changes, kind), now)
    case 'putSubscription':
      return putSubscriptions(tx, only(changes, kind))
    case 'deleteSubscription':
      return deleteSubscriptions(
        tx,
        only(changes, kind).map(({ subscriptionId }) => subscriptionId),
      )
    case 'putDeadLetter':
      return putDeadLetters(tx, only(changes, kind))
    case 'deleteDeadLetter':
      return deleteDeadLetters(tx, only(changes, kind))
    case 'putScheduled':
      return putScheduled(tx, only(changes, kind))
    case 'deleteScheduled':
      return deleteScheduled(tx, only(changes, kind))
    case 'putJob':
      return putJobs(tx, only(changes, kind))
    case 'putActivity':
      return putActivities(tx, only(changes, kind))
    case 'putAgesFrom':
      return putAgesFrom(tx, only(changes, kind))
    case 'putMinutes':
      return putMinutes(tx, only(changes, kind))
    case 'putPresence':
      return putPresence(tx, only(changes, kind))
  }
}

function only<K extends Change['kind']>(changes: readonly Change[], kind: K): Extract<Change, { kind: K }>[] {
  return changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind)
}
