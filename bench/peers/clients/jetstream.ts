import { AckPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { payload } from '../../load.ts'
import type { Body, PeerClient } from '../peer.ts'

/** A stream in files for each queue, a durable pull consumer with explicit acknowledgements. */
export async function nats(url: string): Promise<PeerClient> {
  const connection = await connect({ servers: url })
  const manager = await jetstreamManager(connection)
  const stream = jetstream(connection)
  return {
    declare: async (queue) => {
      await manager.streams.add({ name: queue, subjects: [queue], storage: StorageType.File })
      await manager.consumers.add(queue, {
        durable_name: 'bench',
        ack_policy: AckPolicy.Explicit,
        max_ack_pending: 100_000,
      })
    },
    publish: async (queue, n) => {
      await stream.publish(queue, JSON.stringify(payload(n)))
    },
    consume: async (queue, prefetch, handle) => {
      const consumer = await stream.consumers.get(queue, 'bench')
      const messages = await consumer.consume({ max_messages: prefetch })
      const reading = (async () => {
        for await (const message of messages) {
          const { n }: Body = message.json()
          message.ack()
          handle(n)
        }
      })()
      return {
        stop: async () => {
          await messages.close()
          await reading
          await connection.flush()
        },
      }
    },
    remove: async (queue) => {
      await manager.streams.delete(queue)
    },
  }
}
