import { connect } from 'amqplib'
import { payload } from '../../load.ts'
import type { Body, PeerClient } from '../peer.ts'

/** Persistent messages on a confirm channel of their own; the consumer has another connection. */
export const rabbit =
  (type: 'classic' | 'quorum') =>
  async (url: string): Promise<PeerClient> => {
    const publishing = await connect(url)
    const consuming = await connect(url)
    const out = await publishing.createConfirmChannel()
    const options = { contentType: 'application/json', persistent: true }
    return {
      declare: async (queue) => {
        await out.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': type } })
      },
      publish: (queue, n) =>
        new Promise((resolve, reject) => {
          const body = Buffer.from(JSON.stringify(payload(n)))
          out.sendToQueue(queue, body, options, (error: unknown) => (error ? reject(error) : resolve()))
        }),
      consume: async (queue, prefetch, handle) => {
        const channel = await consuming.createChannel()
        await channel.prefetch(prefetch)
        await channel.consume(queue, (message) => {
          if (message === null) throw new Error(`${queue} is gone`)
          const { n }: Body = JSON.parse(message.content.toString())
          handle(n)
          channel.ack(message)
        })
        // Closing is answered after everything that was sent before it.
        return { stop: () => channel.close() }
      },
      remove: async (queue) => {
        await out.deleteQueue(queue)
      },
    }
  }
