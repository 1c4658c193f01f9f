/** The same work for Holdline and for what people would use instead, in turn, round by round. */
import { withBroker } from '../broker.ts'
import type { Figures } from '../figures.ts'
import { MESSAGES, WARM_UP_ROUNDS } from '../load.ts'
import type { Context, Part } from '../part.ts'
import { durability } from '../postgres.ts'
import { ownContenders } from './own.ts'
import { startPeers } from './peers.ts'
import { report } from './report.ts'
import type { Contender, Step } from './steps.ts'

/** `PEERS=rabbit,bullmq` for some of them. */
const wanted = (process.env.PEERS ?? '').toLowerCase().split(',')
/** What takes longer than this with all the messages is measured on fewer. */
const BOUND_SECONDS = Number(process.env.BOUND_SECONDS ?? 20)
const PROBE_MESSAGES = 1_000

/** How many messages each can do in that time, by contender and step. */
export type Counts = Map<string, number>
export const keyOf = ({ name }: Pick<Contender, 'name'>, step: Step): string => `${name} ${step}`

export const peers: Part = {
  name: 'peers',
  about: 'the same work for RabbitMQ, JetStream, BullMQ, pg-boss and graphile-worker (PEERS=rabbit,bullmq for some)',
  run: (figures, context) =>
    withBroker(async (broker) => {
      const others = await startPeers(broker.postgres, wanted)
      const own = ownContenders(broker.url)
      const all = [...own, ...others.running]
      try {
        const counts = await measure(all, figures, context)
        return report(all, figures, counts, [await durability(broker.postgres), ...others.missing.map(notMeasured)])
      } finally {
        for (const contender of own) contender.stop()
        await others.stop()
      }
    }),
}

const notMeasured = (why: string): string => `Not measured: ${why}`

async function measure(all: readonly Contender[], figures: Figures, { rounds, say }: Context): Promise<Counts> {
  const counts: Counts = new Map()
  for (const contender of all) {
    for (const step of contender.steps) await probe(contender, step, counts)
    say(`${contender.name}: ready`)
  }
  for (let round = 1; round < WARM_UP_ROUNDS; round++) {
    for (const contender of all) await warmUp(contender, counts, round)
    say('warming up')
  }
  for (let round = 1; round <= rounds; round++) {
    for (const contender of all) await playRound(contender, figures, counts, round)
    say(`round ${round} of ${rounds}`)
  }
  return counts
}

const queueOf = ({ name }: Contender, step: Step, round: string): string =>
  `${name.replaceAll(/\W+/g, '-')}-${step}-${round}`

/** Finds out how much it can do, which is its first warm-up. */
async function probe(contender: Contender, step: Step, counts: Counts): Promise<void> {
  const messages = Math.min(PROBE_MESSAGES, MESSAGES)
  if (step === 'latency') return
  const rate = await contender.play(step, queueOf(contender, step, 'probe'), messages)
  if (typeof rate !== 'number') throw new Error(`${contender.name}: ${step} measures a series.`)
  const possible = Math.max(messages, Math.floor((rate * BOUND_SECONDS) / 1_000) * 1_000)
  counts.set(keyOf(contender, step), Math.min(MESSAGES, possible))
}

/** Only what is fast: where a client mostly waits, it does not matter how fast it is itself. */
async function warmUp(contender: Contender, counts: Counts, round: number): Promise<void> {
  for (const step of contender.steps) {
    const messages = counts.get(keyOf(contender, step))
    if (messages === MESSAGES) await contender.play(step, queueOf(contender, step, `warm-${round}`), messages)
  }
}

async function playRound(contender: Contender, figures: Figures, counts: Counts, round: number): Promise<void> {
  for (const step of contender.steps) {
    const messages = counts.get(keyOf(contender, step)) ?? MESSAGES
    const figure = await contender.play(step, queueOf(contender, step, String(round)), messages)
    if (typeof figure === 'number') figures.add(keyOf(contender, step), figure)
    else figures.addQuantiles(keyOf(contender, step), figure)
  }
}
