import type { PublishInput, PublishOutcome } from '../../../api.ts'
import type { QueuedMessage } from '../../../model.ts'
import type { Process, Shared } from '../running/process.ts'
import { SMALL } from '../running/process.ts'
import type { Act } from '../steps.ts'
import { choose } from './acts.ts'
import { EVENTS, QUEUES } from './kinds.ts'

type Of<Do extends Act['do']> = Extract<Act, { do: Do }>

/** Who publishes, and what each was answered. */
export class Publishers {
  /** What was confirmed, by queue id and seq: from then on it may not be lost. */
  readonly confirmed = new Map<number, Map<number, QueuedMessage>>()
  readonly #shared: Shared
  /** First confirmation of an id that its publisher chose. */
  readonly #ids = new Map<string, QueuedMessage>()
  /** Queue and seq of what was confirmed to the one that published it. */
  readonly #firsts = new Set<string>()
  readonly #waiting = new Map<Process, number>()

  constructor(shared: Shared) {
    this.#shared = shared
  }

  publish(process: Process, { queue: q, event, id, key, times, bytes, ttlMs, delayMs }: Of<'publish'>): void {
    const queue = QUEUES[q] ?? ''
    for (let i = 0; i < times; i++) {
      const input = {
        queue,
        event: EVENTS[event] ?? '',
        payload: '1',
        bytes,
        id: id === null ? undefined : `id-${id + i}`,
        key: key === null ? undefined : `k${key}`,
        ttlMs: ttlMs ?? undefined,
        delayMs: delayMs ?? undefined,
      }
      this.#send(process, input, (outcome) => this.#answered(input, outcome))
    }
  }

  /** In real time: it goes out before the call returns. */
  send(process: Process, { queue: q, event: e, client }: Of<'send'>): void {
    const queue = QUEUES[q] ?? ''
    const event = EVENTS[e] ?? ''
    const input = { queue, event, payload: '2', bytes: 20, delivery: 'realtime' as const }
    const expected = process.presence.recipients(queue, event)
    this.#send(
      process,
      input,
      (outcome) => {
        if (outcome.kind === 'sent' && outcome.recipients !== expected)
          this.#object(`${queue} was sent to ${outcome.recipients} in real time, not to ${expected}`)
      },
      choose(process, client)?.link ?? null,
    )
  }

  /** Nobody waits for an answer that will not come. */
  checkAnswered(process: Process): void {
    const left = this.#waiting.get(process) ?? 0
    if (left > 0) this.#object(`${left} publishes were never answered`)
  }

  #send(
    process: Process,
    input: PublishInput,
    heard: (outcome: PublishOutcome) => void,
    by: Parameters<Process['broker']['publish']>[1] = null,
  ): void {
    this.#waiting.set(process, (this.#waiting.get(process) ?? 0) + 1)
    let answers = 0
    process.broker.publish(input, by, (outcome) => {
      this.#waiting.set(process, (this.#waiting.get(process) ?? 0) - 1)
      if (++answers > 1) this.#object('a publish was answered twice')
      heard(outcome)
    })
  }

  #answered(input: PublishInput, outcome: PublishOutcome): void {
    if (outcome.kind === 'scheduled') {
      if (!outcome.duplicate) this.#shared.commits.delays.confirmed(input.queue, outcome.id, outcome.dueAt)
      return
    }
    if (outcome.kind !== 'stored') return
    const { seq, id, duplicate } = outcome
    const { archive } = this.#shared
    const queueIds = archive.queuesOf(input.queue, seq, id)
    const queueId = queueIds[0] ?? 0
    const stored = archive.written(queueId, seq)
    const what = `${input.queue} ${seq} of queue ${queueId}`
    if (stored === undefined) return this.#object(`${input.queue} ${seq} was confirmed as ${id} and is not in the log`)
    const confirmed = this.confirmed.get(queueId) ?? new Map<number, QueuedMessage>()
    this.confirmed.set(queueId, confirmed)
    // A late answer for a deleted queue may look like one for the queue that has its name now.
    if (!duplicate && queueIds.length === 1 && this.#firsts.has(what))
      this.#object(`${what} was confirmed to two publishes as theirs`)
    if (!duplicate) this.#firsts.add(what)
    confirmed.set(seq, stored)
    const delayed = this.#shared.commits.delays.knows(queueId, id)
    if (input.id !== undefined && !delayed) this.#checkRepeat(`${queueId}/${id}`, stored, duplicate)
  }

  #checkRepeat(name: string, stored: QueuedMessage, duplicate: boolean): void {
    const first = this.#ids.get(name)
    const apart = Math.abs(stored.publishedAt - (first?.publishedAt ?? 0))
    if (first !== undefined && first.seq !== stored.seq && apart < SMALL.dedupeMs)
      this.#object(`${name} was stored twice: ${first.seq} and ${stored.seq}`)
    if (first === undefined || !duplicate) this.#ids.set(name, stored)
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}
