/** One message to many: deliveries a second, next to what a bare Socket.IO server does with a room. */
import { type Broker, withBroker } from '../broker.ts'
import { type Figures, short } from '../figures.ts'
import type { Context, Part, Report } from '../part.ts'
import { ClientProcess, startRawServer } from '../processes.ts'
import { DELIVERIES } from '../tasks/fanout.ts'

const WARM_UPS = 2

const NAMES = {
  rawFanout16: '1,000 sockets, bare room broadcast, 16 in flight',
  fanout16: '1,000 sockets, real time, 16 in flight',
  rawFanout1: '1,000 sockets, bare room broadcast, one at a time',
  fanout1: '1,000 sockets, real time, one at a time',
  durablePlain: '100 durable subscriptions, an acknowledgement each',
  durableBatched: '100 durable subscriptions, in batches',
} as const

type Task = keyof typeof NAMES

const TASKS = Object.keys(NAMES) as readonly Task[]

export const fanout: Part = {
  name: 'fanout',
  about: '1,000 sockets and 100 durable subscriptions of one queue, beside a bare room broadcast',
  run: (figures, context) =>
    withBroker(async (broker) => {
      const raw = await startRawServer()
      const client = new ClientProcess()
      try {
        await measure(client, figures, raw, broker, context)
        return report(figures)
      } finally {
        raw.stop()
        client.stop()
      }
    }),
}

async function measure(
  client: ClientProcess,
  figures: Figures,
  raw: { url: string; pid: number },
  broker: Broker,
  { rounds, say }: Context,
): Promise<void> {
  for (let round = -WARM_UPS; round < rounds; round++) {
    if (round === 0) figures.clear()
    for (const task of TASKS) {
      const { url, pid } = task.startsWith('raw') ? raw : { url: broker.url, pid: broker.server.pid }
      const { rate, cpuMs } = await client.cost({ task, url, pid, queue: `${task}-${round}` })
      figures.add(task, rate)
      figures.add(`${task}Cpu`, (cpuMs * 1_000) / DELIVERIES[task])
    }
    say(round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`)
  }
}

function report(figures: Figures): Report {
  const rows = TASKS.map((task) => [
    NAMES[task],
    short(figures.median(task)),
    figures.spread(task),
    short(figures.median(`${task}Cpu`)),
  ])
  const ratio = (flight: '16' | '1') => figures.ratio(`fanout${flight}`, `rawFanout${flight}`)
  return {
    tables: [{ header: ['deliveries/s', 'median', 'range', "server's CPU, µs each"], rows }],
    targets: [
      { what: 'real time / room broadcast, 16 in flight', wanted: { atLeast: 2.5 }, measured: ratio('16') },
      { what: 'real time / room broadcast, one at a time', wanted: { atLeast: 0.95 }, measured: ratio('1') },
      {
        what: 'durable, an acknowledgement each',
        wanted: { atLeast: 70_000 },
        measured: figures.median('durablePlain'),
      },
      { what: 'durable, in batches', wanted: { atLeast: 300_000 }, measured: figures.median('durableBatched') },
    ],
    notes: [
      'In flight is a message until the last socket has it. The receivers are one process that walks over frames and decodes no JSON (`wire.ts`): a thousand of socket.io-client in one process would be what is measured.',
    ],
  }
}
