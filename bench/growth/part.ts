/** Whether a broker that holds more is as fast as one that holds nearly nothing. */
import type { Job } from '../client.ts'
import { type Figures, short } from '../figures.ts'
import type { Context, Part, Report, Target } from '../part.ts'
import { ClientProcess } from '../processes.ts'
import { DELIVERIES } from '../tasks/fanout.ts'
import { NAMES, openWorld, QUEUE, residentMiB, WORLDS, type World, type WorldName } from './worlds.ts'

const WARM_UPS = 2
const STARTS = 3

const RATES = {
  sdkPublish: 'publish',
  sdkDrainNewest: 'drain, the newest',
  sdkDrainOldest: 'drain, the oldest',
  durableBatched: 'to 100 durable names, deliveries',
} as const satisfies Partial<Record<Job['task'], string>>

const TASKS = Object.keys(RATES) as readonly (keyof typeof RATES)[]
const ALL = Object.keys(WORLDS) as readonly WorldName[]
const GROWN = ALL.filter((name) => name !== 'small')

export const growth: Part = {
  name: 'growth',
  about: 'the same with 10 million messages, 10,000 queues and 100,000 durable names (FILL=100000 for a try)',
  run: async (figures, context) => {
    const client = new ClientProcess()
    const worlds: World[] = []
    try {
      for (const name of ALL) {
        context.say(`Filling: ${NAMES[name]}`)
        worlds.push(await openWorld(name, () => {}))
      }
      await measure(worlds, client, figures, context)
      await measureStarts(worlds, figures)
      return report(figures)
    } finally {
      client.stop()
      for (const world of worlds) await world.close()
    }
  },
}

async function measure(worlds: readonly World[], client: ClientProcess, figures: Figures, context: Context) {
  for (let round = 1 - WARM_UPS; round <= context.rounds; round++) {
    if (round === 1) figures.clear()
    // The one before leaves caches cold and the disk busy: each round another one comes first.
    const first = (round + WARM_UPS) % worlds.length
    for (const world of [...worlds.slice(first), ...worlds.slice(0, first)]) await play(world, client, figures, round)
    context.say(round < 1 ? 'warming up' : `round ${round} of ${context.rounds}`)
  }
  for (const world of worlds) figures.add(`${world.name} rss`, residentMiB(world))
}

async function play({ name, server }: World, client: ClientProcess, figures: Figures, round: number): Promise<void> {
  const job = { url: server.url, queue: QUEUE }
  for (const task of TASKS) figures.add(`${name} ${task}`, await client.rate({ task, ...job }))
  if (round > 0) figures.addQuantiles(`${name} latency`, await client.series({ task: 'sdkLatency', ...job }))
}

/** Until it accepts publishes, its Postgres included. */
async function measureStarts(worlds: readonly World[], figures: Figures): Promise<void> {
  for (let start = 0; start < STARTS; start++) {
    for (const { name, server } of worlds) {
      await server.stop()
      const from = performance.now()
      await server.start()
      figures.add(`${name} start`, (performance.now() - from) / 1_000)
    }
  }
}

function report(figures: Figures): Report {
  const rates = ALL.map((name) => [NAMES[name], ...TASKS.map((task) => short(figures.median(`${name} ${task}`)))])
  const ratios = GROWN.map((name) => [
    NAMES[name],
    ...[...TASKS, 'latencyP50'].map((what) => figures.ratioText(`${name} ${what}`, `small ${what}`)),
  ])
  const others = ALL.map((name) => [
    NAMES[name],
    ...['latencyP50', 'latencyP99'].map((what) => short(figures.median(`${name} ${what}`))),
    figures.median(`${name} start`).toFixed(2),
    figures.median(`${name} rss`).toFixed(0),
  ])
  const heads = TASKS.map((task) => RATES[task])
  return {
    tables: [
      { header: ['a second', ...heads], rows: rates },
      { header: ['÷ nearly empty', ...heads, 'p50'], rows: ratios },
      { header: ['', 'p50, ms', 'p99, ms', 'start, s', "server's memory, MiB"], rows: others },
    ],
    targets: GROWN.flatMap((name) => targetsOf(name, figures)),
    notes: [
      `SDK. Every world has the same ${WORLDS.small.messages} messages at least, as \`npm run fill\` writes them, so that there is something old to drain.`,
      `100 durable names take ${DELIVERIES.durableBatched / 100} messages each.`,
      'A start ends when publishes are accepted; it has the start of Postgres in it and no pages.',
    ],
  }
}

function targetsOf(name: WorldName, figures: Figures): Target[] {
  const worst = Math.min(...TASKS.map((task) => figures.ratio(`${name} ${task}`, `small ${task}`)))
  return [
    { what: `${NAMES[name]}: the slowest / nearly empty`, wanted: { atLeast: 0.9 }, measured: worst },
    {
      what: `${NAMES[name]}: p50 / nearly empty`,
      wanted: { atMost: 1.1 },
      measured: figures.ratio(`${name} latencyP50`, 'small latencyP50'),
    },
    { what: `${NAMES[name]}: start, s`, wanted: { atMost: 5 }, measured: figures.median(`${name} start`) },
  ]
}
