/** What is written for a message, from its publish to its settlement, by the database's own books. */
import { type Broker, withBroker } from '../broker.ts'
import type { Job } from '../client.ts'
import { type Figures, short } from '../figures.ts'
import { LATENCY_MESSAGES, LATENCY_PER_SECOND, MESSAGES } from '../load.ts'
import type { Context, Part, Report, Table } from '../part.ts'
import { ClientProcess } from '../processes.ts'
import { type Books, Database } from './books.ts'

/** Of a payload. */
const BYTES = 114
/** They say the same each time, and each takes a minute. */
const MOST_ROUNDS = 3

interface Way {
  readonly name: string
  readonly task: Job['task']
  readonly messages: number
}

const WAYS: readonly Way[] = [
  { name: 'SDK pipeline', task: 'sdkPipeline', messages: MESSAGES },
  { name: 'SDK pipeline, twice as many', task: 'sdkPipeline', messages: 2 * MESSAGES },
  { name: 'plain pipeline', task: 'plainPipeline', messages: MESSAGES },
  { name: `SDK, ${LATENCY_PER_SECOND}/s`, task: 'sdkLatency', messages: LATENCY_MESSAGES },
]

/** After how many messages how much was dead, and how large everything but the log was. */
interface Point extends Books {
  readonly messages: number
}

export const writes: Part = {
  name: 'writes',
  about: 'rows and bytes of WAL for a message, and what is dead afterwards',
  run: (figures, context) =>
    withBroker(async (broker) => {
      const client = new ClientProcess()
      const database = await Database.connect(broker.postgres)
      try {
        return report(figures, await measure(broker, client, database, figures, context))
      } finally {
        client.stop()
        await database.close()
      }
    }),
}

async function measure(
  { url }: Broker,
  client: ClientProcess,
  database: Database,
  figures: Figures,
  { rounds, say }: Context,
): Promise<readonly Point[]> {
  await client.run({ task: 'sdkPipeline', url, queue: 'warm' })
  let before = await database.books()
  const walAtFirst = await database.walBytes()
  let total = 0
  const points: Point[] = [{ ...before, messages: total }]
  for (let round = 1; round <= Math.min(MOST_ROUNDS, rounds); round++) {
    for (const { name, task, messages } of WAYS) {
      const walBefore = await database.walBytes()
      await client.run({ task, url, queue: `${task}-${messages}-${round}`, load: { messages, bytes: BYTES } })
      const wal = (await database.walBytes()) - walBefore
      const books = await database.books()
      figures.add(`${name} wal`, wal / messages)
      figures.add(`${name} rows`, (books.rows - before.rows) / messages)
      figures.add(`${name} log`, (books.logRows - before.logRows) / messages)
      total += messages
      points.push({ ...books, messages: total })
      before = books
    }
    say(`round ${round} of ${Math.min(MOST_ROUNDS, rounds)}`)
  }
  figures.add('all wal', ((await database.walBytes()) - walAtFirst) / total)
  return points
}

function report(figures: Figures, points: readonly Point[]): Report {
  const rows = WAYS.map(({ name, messages }) => [
    name,
    String(messages),
    figures.median(`${name} rows`).toFixed(3),
    figures.median(`${name} log`).toFixed(3),
    short(figures.median(`${name} wal`)),
    figures.spread(`${name} wal`),
  ])
  const worst = (what: string): number =>
    Math.max(...['SDK pipeline', 'plain pipeline'].map((name) => figures.median(`${name} ${what}`)))
  return {
    tables: [
      { header: ['for a message', 'messages', 'rows', 'of the log', 'WAL, bytes', 'range'], rows },
      afterwards(points),
    ],
    targets: [
      { what: 'rows written for a message', wanted: { atMost: 1.05 }, measured: worst('rows') },
      { what: 'bytes of WAL for a message', wanted: { atMost: 340 }, measured: worst('wal') },
    ],
    notes: [
      `Payloads have ${BYTES} bytes.`,
      `All of it together, with what a vacuum and the minutes between wrote: ${short(figures.median('all wal'))} bytes of WAL for a message. A vacuum that comes after a checkpoint logs each page of the log once more, whole.`,
      'State is every table but the log, with its indexes.',
    ],
  }
}

function afterwards(points: readonly Point[]): Table {
  const rows = points.map(({ messages, dead, stateBytes }) => [
    String(messages),
    String(dead),
    (stateBytes / 1_024).toFixed(0),
  ])
  return { header: ['after so many messages', 'dead tuples', 'state, KiB'], rows }
}
