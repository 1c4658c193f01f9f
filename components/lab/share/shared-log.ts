import { type Client, connect, HoldlineError } from '@/lib/client/index.ts'
import { messageId } from '@/lib/client/publish/ids.ts'
import type { Action } from '@/lib/scenario/lab/action.ts'
import type { Share } from '@/lib/scenario/lab/ports.ts'

/** The one event of a shared Lab's queue. */
export const SHARE_EVENT = 'lab'
/** What is told within so long goes out as one message. */
const GATHER_MS = 20
/** Actions in one message: far below the limit of a payload. */
const MOST_ACTIONS = 200
/** A payload is told for a recording alone: above this it is left out, because the message must fit. */
const LONGEST_PAYLOAD = 16_384

export interface SharedPlace {
  readonly url: string
  /** The queue of this Lab. */
  readonly queue: string
  /** This browser, and the name of its durable subscription. */
  readonly member: string
  readonly token: string | undefined
}

export interface SharedEvents {
  took(action: Action): void
  /** Whether this browser hears the others. */
  connected(yes: boolean): void
  /** The queue was deleted, or the broker refuses: it is over for this browser. */
  ended(error: HoldlineError | null): void
}

/**
 * What happens in a Lab that several browsers share is a queue of its own: each tells it there, and each reads it from the
 * start by a durable subscription, so that all see the same in the same order, also after a broken connection.
 */
export class SharedLog implements Share {
  readonly #place: SharedPlace
  readonly #events: SharedEvents
  readonly #client: Client
  #gathered: { readonly actions: Action[]; readonly sent: Promise<void> } | null = null
  /** Up to here all was taken: what comes again, after a crash before its ack was written, is not taken twice. */
  #upto = 0
  /** By the id of a told message: it has come back. */
  readonly #back = new Map<string, () => void>()

  constructor(place: SharedPlace, events: SharedEvents) {
    this.#place = place
    this.#events = events
    this.#client = connect(place.url, {
      client: place.member,
      token: place.token,
      onState: (state) => events.connected(state === 'connected'),
      onError: () => undefined,
    })
  }

  /** Puts on record what happened before it was shared. Answers the seq that follows. */
  async begin(history: readonly Action[]): Promise<number> {
    const pieces = Array.from({ length: Math.ceil(history.length / MOST_ACTIONS) }, (_, index) =>
      history.slice(index * MOST_ACTIONS, (index + 1) * MOST_ACTIONS).map(fitting),
    )
    // All at once: what is told meanwhile comes after them.
    const confirms = await Promise.all(
      pieces.map((actions) =>
        this.#client.publish({ queue: this.#place.queue, event: SHARE_EVENT, payload: { actions } }),
      ),
    )
    return (confirms.at(-1)?.seq ?? 0) + 1
  }

  /** Reads what was told, from the start or from where this browser knows it already. */
  async read(from: 'start' | number): Promise<void> {
    // What others tell is checked by schemas, which a Lab of one's own goes without.
    const { actionsIn } = await import('@/lib/scenario/lab/schema.ts')
    const { queue, member } = this.#place
    const options = {
      name: member,
      from,
      onState: (state: string) => state === 'deleted' && this.#events.ended(null),
    }
    try {
      await this.#client.subscribe(queue, options, (message) => {
        const seq = message.seq ?? 0
        const known = seq <= this.#upto
        this.#upto = Math.max(seq, this.#upto)
        for (const action of known ? [] : actionsIn(message.payload)) this.#events.took(action)
        this.#back.get(message.id)?.()
        this.#back.delete(message.id)
      })
    } catch (error) {
      if (error instanceof HoldlineError) this.#events.ended(error)
    }
  }

  /** Resolves when this browser, too, has read it. */
  tell(action: Action): Promise<void> {
    if (this.#gathered === null || this.#gathered.actions.length >= MOST_ACTIONS) {
      const actions: Action[] = []
      this.#gathered = { actions, sent: this.#send(actions) }
    }
    this.#gathered.actions.push(fitting(action))
    return this.#gathered.sent
  }

  close(): void {
    void this.#client.close({ timeoutMs: 0 }).catch(() => undefined)
  }

  async #send(actions: readonly Action[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
    if (this.#gathered?.actions === actions) this.#gathered = null
    const id = messageId()
    const back = new Promise<void>((resolve) => this.#back.set(id, resolve))
    const message = { queue: this.#place.queue, event: SHARE_EVENT, id, payload: { actions } }
    // Refused: this Lab has ended, and nobody waits for the answer any more.
    await this.#client.publish(message).then(
      () => back,
      () => undefined,
    )
  }
}

function fitting(action: Action): Action {
  if (action.do !== 'publish' || (JSON.stringify(action.publish.payload) ?? '').length <= LONGEST_PAYLOAD) return action
  return { ...action, publish: { ...action.publish, payload: null } }
}
