import type { LetterEdit } from '../api.ts'
import { BrokerError } from '../errors.ts'
import { noSubscription, type Registry } from '../life/registry.ts'
import type { Change, StoredLetter } from '../ports.ts'
import type { Subscription } from '../state.ts'
import type { Settlement } from '../subscription/settlement.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Copies } from '../writer/copies.ts'

export interface LettersDeps {
  readonly registry: Registry
  readonly batcher: Batcher
  readonly copies: Copies
  readonly settlement: Settlement
  readonly changes: Changes
}

/** A letter that was sent again. */
export interface Copy {
  readonly subscription: Subscription
  readonly seq: number
}

export interface PageDone {
  /** Letters that left the list. */
  readonly handled: number
  /** Letters that stay: nobody would get them. */
  readonly left: number
  readonly copies: readonly Copy[]
  /** Why one is still in the list and has to be tried again; `null`: there is none. */
  readonly refused: BrokerError | null
}

/** What jobs do to one page of dead letters. `progress` is written with it: the job, when so many of the page are handled. */
export class Letters {
  readonly #deps: LettersDeps

  constructor(deps: LettersDeps) {
    this.#deps = deps
  }

  /** Each copy and its letter's leaving the list stand in one commit: killed midway and run again makes no double. */
  async redrive(page: readonly StoredLetter[], progress: (handled: number) => Change): Promise<PageDone> {
    const going = page.flatMap((stored) => {
      const subscription = this.#named(stored)
      return subscription === undefined ? [] : [{ stored, subscription }]
    })
    const last = going[going.length - 1]
    const results = await Promise.all(
      going.map((one) => {
        const gone: Change = deletionOf(one.stored)
        const along = one === last ? [gone, progress(going.length)] : [gone]
        return this.#copy(one.stored, one.subscription, along)
      }),
    )
    const copies = results.filter((result): result is Copy => !(result instanceof BrokerError))
    const refused = results.find((result) => result instanceof BrokerError) ?? null
    return { handled: copies.length, left: page.length - going.length, copies, refused }
  }

  /** Gone for good, all of the page in one commit. @throws BrokerError E_CLOSING */
  async remove(page: readonly StoredLetter[], progress: (handled: number) => Change): Promise<PageDone> {
    const { batcher } = this.#deps
    for (const stored of page) batcher.change(deletionOf(stored))
    await new Promise<void>((resolve, reject) => {
      batcher.change(progress(page.length), { done: resolve, refused: reject })
    })
    for (const stored of page) this.#left(stored)
    return { handled: page.length, left: 0, copies: [], refused: null }
  }

  /** The copy as somebody made it, and its letter's leaving the list, in one commit. @throws BrokerError as `Copies.append`, E_NO_SUBSCRIPTION */
  async redriveEdited(stored: StoredLetter, { payload, headers, bytes }: LetterEdit): Promise<number> {
    const { letter } = stored
    const subscription = this.#named(stored)
    if (subscription === undefined) throw noSubscription(letter.queue, letter.subscription)
    const message = { ...letter.message, payload, headers: headers ?? null, bytes }
    const copy = await this.#copy({ ...stored, letter: { ...letter, message } }, subscription, [deletionOf(stored)])
    if (copy instanceof BrokerError) throw copy
    return copy.seq
  }

  async #copy(stored: StoredLetter, subscription: Subscription, along: readonly Change[]): Promise<Copy | BrokerError> {
    const { reason, deadAt: at, message } = stored.letter
    try {
      const seq = await this.#deps.copies.append(subscription, message, along)
      this.#left(stored)
      if (subscription.id === stored.subscriptionId) {
        this.#deps.settlement.rememberDead(subscription, stored.letter.seq, { listed: false, reason, at, again: seq })
      }
      return { subscription, seq }
    } catch (error) {
      if (error instanceof BrokerError) return error
      throw error
    }
  }

  /** By name: a letter outlives its queue and its subscription, and is for whoever has their names now. */
  #named({ letter }: StoredLetter): Subscription | undefined {
    return this.#deps.registry.queues.get(letter.queue)?.subscriptions.get(letter.subscription)
  }

  /** The letter is no longer in the list. */
  #left(stored: StoredLetter): void {
    const subscription = this.#named(stored)
    if (subscription?.id === stored.subscriptionId) {
      subscription.dead = Math.max(0, subscription.dead - 1)
      subscription.lettered.delete(stored.letter.seq)
      subscription.lettersGone?.add(stored.letter.seq)
      const dead = subscription.recentDead.get(stored.letter.seq)
      if (dead !== undefined) subscription.recentDead.set(stored.letter.seq, { ...dead, listed: false })
    } else {
      this.#deps.registry.strayLetters = Math.max(0, this.#deps.registry.strayLetters - 1)
    }
    this.#deps.changes.note('deadLetters', stored.letter.queue)
  }
}

function deletionOf({ subscriptionId, letter }: StoredLetter): Change {
  return { kind: 'deleteDeadLetter', subscriptionId, seq: letter.seq }
}
