import type { PublishOutcome } from '../api.ts'
import type { BrokerError } from '../errors.ts'
import { Jobs } from '../jobs/jobs.ts'
import { Letters } from '../jobs/letters.ts'
import type { Limits } from '../limits.ts'
import type { Clock, Ids, Log, Snapshot } from '../ports.ts'
import type { Room } from '../retention/room.ts'
import type { Waiting } from '../state.ts'
import { ByHand } from '../subscription/by-hand.ts'
import type { Settlement } from '../subscription/settlement.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from '../writer/batcher.ts'
import { Copies } from '../writer/copies.ts'
import type { Dedupe } from '../writer/dedupe.ts'
import { Delayed } from '../writer/delayed.ts'
import { Schedule } from '../writer/schedule.ts'
import type { Activities } from './activities.ts'
import type { Registry } from './registry.ts'

export interface ErrandsDeps {
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly dedupe: Dedupe
  readonly settlement: Settlement
  readonly room: Room
  readonly activities: Activities
  readonly changes: Changes
  readonly notStored: (waiting: Waiting, outcome: PublishOutcome) => void
  readonly closed: () => BrokerError | null
  readonly warn: (text: string, error: unknown) => void
}

/** What goes beside the way of a message: delayed ones, jobs on dead letters, and what people do to one delivery. */
export class Errands {
  readonly delayed: Delayed
  readonly byHand: ByHand
  readonly jobs: Jobs
  readonly #schedule: Schedule

  constructor(deps: ErrandsDeps) {
    const { closed, warn } = deps
    const refuseIfClosed = () => {
      const refusal = closed()
      if (refusal !== null) throw refusal
    }
    const copies = new Copies(deps)
    this.delayed = new Delayed({ ...deps, gone: (queueId, id) => this.#schedule.gone(queueId, id) })
    this.byHand = new ByHand({ ...deps, copies, refuseIfClosed })
    this.jobs = new Jobs({
      ...deps,
      letters: new Letters({ ...deps, copies }),
      refuseIfClosed,
      warn: (error) => warn('a job on dead letters could not go on, and tries again', error),
    })
    this.#schedule = new Schedule({
      ...deps,
      isLeaving: (queueId, id) => this.delayed.isLeaving(queueId, id),
      warn: (error) => warn('delayed messages could not be read, and are tried again', error),
    })
  }

  /** Goes on where the log's last owner stopped. */
  start({ scheduled, jobs }: Snapshot): void {
    if (scheduled.nextDueAt !== null) this.#schedule.note(scheduled.nextDueAt)
    this.jobs.restore(jobs)
  }

  /** A delayed message that is due then is in the log. */
  due(dueAt: number): void {
    this.#schedule.note(dueAt)
  }

  /** Begins nothing any more; what is under way is committed or refused. */
  stop(): void {
    this.#schedule.stop()
    this.jobs.stop()
  }
}
