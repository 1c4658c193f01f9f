import type { Socket } from 'socket.io-client'
import { expect } from 'vitest'
import type { Clients } from '../../transport/testing/clients.ts'

interface Got {
  readonly id: string
  readonly delivery: string
}

/** Somebody who does everything right while others do not: publishes, and gets all of it, once and in order. */
export class Bystander {
  readonly #publisher: Socket
  readonly #consumer: Socket
  /** What it was told is stored, and what came, by its way of delivery. */
  readonly #confirmed: string[] = []
  readonly #queued: string[] = []
  readonly #live: string[] = []
  #arrived: (() => void) | null = null
  #seq = 0

  private constructor(publisher: Socket, consumer: Socket) {
    this.#publisher = publisher
    this.#consumer = consumer
    consumer.on('message', (message: Got, ack?: () => void) => {
      if (message.delivery === 'queued') this.#queued.push(message.id)
      else this.#live.push(message.id)
      ack?.()
      this.#arrived?.()
    })
  }

  static async start(clients: Clients): Promise<Bystander> {
    const consumer = await clients.connect('/bystander')
    const bystander = new Bystander(await clients.connect('/'), consumer)
    await consumer.emitWithAck('subscribe', { name: 'all' })
    await consumer.emitWithAck('subscribe', {})
    return bystander
  }

  /** Publishes one more message and waits until it is confirmed and has come both ways. */
  async isUndisturbed(): Promise<void> {
    const id = `b${this.#confirmed.length}`
    const answer = await this.#publisher.emitWithAck('publish', { queue: 'bystander', event: 'tick', id })
    expect(answer).toEqual({ ok: true, id, seq: ++this.#seq })
    this.#confirmed.push(id)
    const last = () => this.#queued.at(-1) === id && this.#live.at(-1) === id
    while (!last()) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve
      })
    }
    expect([this.#publisher.connected, this.#consumer.connected]).toEqual([true, true])
  }

  /** Nothing of its own was lost, came twice or in another order. */
  hasAll(): void {
    expect(this.#queued).toEqual(this.#confirmed)
    expect(this.#live).toEqual(this.#confirmed)
  }
}
