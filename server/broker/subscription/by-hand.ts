import type { DeliveryAction } from '../api.ts'
import { BrokerError, unreadable } from '../errors.ts'
import type { Activities } from '../life/activities.ts'
import type { Registry } from '../life/registry.ts'
import type { Actor, QueuedMessage } from '../model.ts'
import type { Clock, Log } from '../ports.ts'
import type { Entry, Queue, Subscription } from '../state.ts'
import { isWanted, uptoOf } from '../totals.ts'
import { settledView } from '../views/deliveries.ts'
import { count } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Copies } from '../writer/copies.ts'
import type { Settlement } from './settlement.ts'
import { labelOf } from './settlement.ts'

export interface ByHandDeps {
  readonly log: Log
  readonly clock: Clock
  readonly registry: Registry
  readonly batcher: Batcher
  readonly copies: Copies
  readonly settlement: Settlement
  readonly activities: Activities
  readonly refuseIfClosed: () => void
}

/** Which delivery, and who does something to it. */
export interface HandledDelivery {
  readonly queue: string
  readonly name: string
  readonly seq: number
  readonly by: Actor | undefined
}

/** What a person does to one delivery. Each resolves when it is on disk. */
export class ByHand {
  readonly #deps: ByHandDeps

  constructor(deps: ByHandDeps) {
    this.#deps = deps
  }

  /** @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION, E_CONFLICT, E_NOT_FOUND, E_BUSY, E_STORAGE, E_CLOSING */
  async act({ queue, name, seq, by }: HandledDelivery, { action, reason }: DeliveryAction): Promise<{ seq: number }> {
    this.#deps.refuseIfClosed()
    const subscription = this.#deps.registry.subscription(queue, name)
    switch (action) {
      case 'retry':
        return this.#retry(subscription, seq)
      case 'dead':
        return this.#giveUp(subscription, seq, reason ?? 'given up by hand', by)
      case 'redeliver':
        return this.#redeliver(subscription, seq, by)
    }
  }

  async #retry(subscription: Subscription, seq: number): Promise<{ seq: number }> {
    const entry = openEntry(subscription, seq) ?? (await this.#refuse(subscription, seq))
    if (entry.state !== 'retrying') {
      throw conflict(`${seq} ${stateText(entry)}: only what waits for its next try can be tried now`)
    }
    this.#deps.settlement.retryNow(entry, this.#deps.clock.now())
    await this.#written(subscription)
    return { seq }
  }

  async #giveUp(
    subscription: Subscription,
    seq: number,
    reason: string,
    by: Actor | undefined,
  ): Promise<{ seq: number }> {
    const { settlement, activities, clock } = this.#deps
    const { queue, name } = subscription
    if (openEntry(subscription, seq)?.message === null) await this.#recall(subscription, seq)
    settlement.giveUp(openEntry(subscription, seq) ?? (await this.#refuse(subscription, seq)), reason, clock.now())
    const text = `${count(seq)} of ${queue.name} was given up for ${name}: "${reason}".`
    activities.note('deliveryGivenUp', { queue: queue.name, subscription: name, by, text })
    await this.#written(subscription)
    return { seq }
  }

  async #redeliver(subscription: Subscription, seq: number, by: Actor | undefined): Promise<{ seq: number }> {
    const { queue, name } = subscription
    const message = await this.#read(queue, seq)
    if (subscription.deleted) throw new BrokerError('E_NO_SUBSCRIPTION', `${name} was deleted just now`)
    const copy = await this.#deps.copies.append(subscription, message, null)
    const text = `${count(seq)} of ${queue.name} was sent again to ${name} alone, as ${count(copy)}.`
    this.#deps.activities.note('deliveryRedelivered', { queue: queue.name, subscription: name, by, text })
    return { seq: copy }
  }

  /** A letter is a copy of its message, so the message is read again first. It may be settled meanwhile. */
  async #recall(subscription: Subscription, seq: number): Promise<void> {
    const message = await this.#read(subscription.queue, seq)
    const entry = openEntry(subscription, seq)
    if (entry !== null) entry.message ??= message
  }

  /** @throws BrokerError E_CONFLICT that says why it is not open, E_NO_SUBSCRIPTION, E_STORAGE */
  async #refuse(subscription: Subscription, seq: number): Promise<never> {
    const { queue, name } = subscription
    if (subscription.deleted) throw new BrokerError('E_NO_SUBSCRIPTION', `${name} was deleted just now`)
    const upto = uptoOf(subscription)
    if (seq > upto) throw conflict(`${name} has not come to ${count(seq)} yet, only to ${count(upto)}`)
    const letter = await this.#letterReason(subscription, seq)
    if (letter !== null) throw conflict(`${count(seq)} is dead: "${letter}"; redrive its letter to send it again`)
    const message = await this.#find(queue, seq)
    if (message !== null && !isWanted(subscription, message)) {
      throw conflict(`${count(seq)} was never one of the messages of ${name}`)
    }
    const { state, why } = settledView(subscription, message ?? { seq, expiresAt: null }, this.#deps.clock.now())
    throw conflict(state === 'acked' ? `${name} has settled ${count(seq)}` : `${count(seq)} is ${state}: ${why}`)
  }

  async #letterReason({ id, queue, name }: Subscription, seq: number): Promise<string | null> {
    const items = [{ queue: queue.name, subscription: name, seq }]
    const letters = await this.#deps.log.findLetters({ items }, null, items.length).catch(refuseUnread)
    return letters.find(({ subscriptionId }) => subscriptionId === id)?.letter.reason ?? null
  }

  async #read(queue: Queue, seq: number): Promise<QueuedMessage> {
    const message = await this.#find(queue, seq)
    if (message !== null) return message
    throw new BrokerError('E_NOT_FOUND', `${queue.name} has no message ${count(seq)}: it is gone, or never was`)
  }

  async #find(queue: Queue, seq: number): Promise<QueuedMessage | null> {
    if (seq <= queue.firstSeq || seq > queue.committed) return null
    const { messages } = await this.#deps.log.read(queue.id, seq - 1, seq, 1, 1).catch(refuseUnread)
    return messages[0] ?? null
  }

  #written(subscription: Subscription): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#deps.batcher.urgent(subscription, { done: resolve, refused: reject })
    })
  }
}

function openEntry({ deleted, open }: Subscription, seq: number): Entry | null {
  return deleted ? null : (open.get(seq) ?? null)
}

function refuseUnread(error: unknown): never {
  throw unreadable(error)
}

function stateText({ state, holder }: Entry): string {
  if (state === 'inFlight') return `is in flight${holder === null ? '' : ` on ${labelOf(holder)}`}`
  return state === 'blocked' ? 'waits for an earlier one with its key' : 'is waiting to be sent'
}

function conflict(message: string): BrokerError {
  return new BrokerError('E_CONFLICT', message)
}
