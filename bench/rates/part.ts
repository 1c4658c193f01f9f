/** What Holdline does next to what Socket.IO and Postgres do at most on the same machine. */
import { type Broker, withBroker } from '../broker.ts'
import type { Job } from '../client.ts'
import type { Figures } from '../figures.ts'
import { MESSAGES, WARM_UP_ROUNDS } from '../load.ts'
import type { Context, Part } from '../part.ts'
import { durability, insertBatches, rowsWritten } from '../postgres.ts'
import { ClientProcess, startRawServer } from '../processes.ts'
import { report } from './report.ts'

export const rates: Part = {
  name: 'rates',
  about: 'publish, drain, pipeline and latency beside a bare Socket.IO server and bare inserts',
  run: (figures, context) =>
    withBroker(async (broker) => {
      const raw = await startRawServer()
      const client = new ClientProcess()
      try {
        await measure(client, figures, raw.url, broker, context)
        return report(figures, await durability(broker.postgres))
      } finally {
        raw.stop()
        client.stop()
      }
    }),
}

async function measure(
  client: ClientProcess,
  figures: Figures,
  rawUrl: string,
  broker: Broker,
  { rounds, say }: Context,
): Promise<void> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++)
    await measureRates(client, figures, rawUrl, broker, `warm-${round}`)
  figures.clear()
  say('warmed up')
  for (let round = 1; round <= rounds; round++) {
    await measureRates(client, figures, rawUrl, broker, String(round))
    await measureLatency(client, figures, broker, round)
    say(`round ${round} of ${rounds}`)
  }
  await measureRows(client, figures, broker)
}

async function measureRates(
  client: ClientProcess,
  figures: Figures,
  rawUrl: string,
  broker: Broker,
  round: string,
): Promise<void> {
  const rate = async (task: Job['task'], url: string, queue: string): Promise<void> =>
    figures.add(task, await client.rate({ task, url, queue: `${queue}-${round}` }))
  await rate('rawPublish', rawUrl, 'raw')
  await rate('rawRelay', rawUrl, 'raw')
  figures.add('insert', await insertBatches(broker.postgres))
  // A drain takes what the publish before it has stored.
  await rate('plainPublish', broker.url, 'plain')
  await rate('plainDrain', broker.url, 'plain')
  await rate('sdkPublish', broker.url, 'sdk')
  await rate('sdkDrain', broker.url, 'sdk')
  await rate('plainPipeline', broker.url, 'plain-pipeline')
  await rate('sdkPipeline', broker.url, 'sdk-pipeline')
}

async function measureLatency(client: ClientProcess, figures: Figures, broker: Broker, round: number): Promise<void> {
  for (const task of ['plainLatency', 'sdkLatency'] as const) {
    const took = await client.series({ task, url: broker.url, queue: `${task}-${round}` })
    figures.addQuantiles(task, took)
  }
}

/** Rows per message of a whole pipeline, settlements included. */
async function measureRows(client: ClientProcess, figures: Figures, broker: Broker): Promise<void> {
  for (const task of ['plainPipeline', 'sdkPipeline'] as const) {
    const before = await rowsWritten(broker.postgres)
    await client.rate({ task, url: broker.url, queue: `${task}-rows` })
    figures.add(`${task}Rows`, ((await rowsWritten(broker.postgres)) - before) / MESSAGES)
  }
}
