import type { Watched } from '../server/testing/ledger/journal.ts'
import type { Habits } from './clients/behaviour.ts'
import { Consumer, type ConsumerOptions } from './clients/consumer.ts'
import { Publisher } from './clients/publisher.ts'
import { SdkConsumer } from './clients/sdk-consumer.ts'
import { SdkPublisher } from './clients/sdk-publisher.ts'
import { Book } from './world/book.ts'
import type { World } from './world/world.ts'

/** Who takes part in one round. */
export interface Cast {
  readonly books: readonly Book[]
  readonly publishers: readonly (Publisher | SdkPublisher)[]
  readonly consumers: readonly (Consumer | SdkConsumer)[]
  /** Those that go away for a while. */
  readonly travellers: readonly Consumer[]
}

interface Part extends Pick<Watched, 'consumers' | 'events' | 'refusalsToDie'> {
  readonly name: string
  readonly count: number
  readonly habits: Habits
  readonly wire?: ConsumerOptions['wire']
  readonly kind?: 'plain' | 'batch' | 'sdk'
  readonly travels?: boolean
}

/** What a subscription has that asks for nothing else. */
const defaultDeadlineMs = 30_000
const refusalsToDie = 5

/** Different names each get every message. */
const fanOut: readonly Part[] = [
  { name: 'plain', count: 1, consumers: 'single', events: null, habits: {} },
  { name: 'sdk', count: 1, consumers: 'single', events: null, habits: { nacks: 0.01 }, kind: 'sdk' },
  { name: 'traveller', count: 1, consumers: 'single', events: ['created', 'deleted'], habits: {}, travels: true },
]

/** One name is shared by several, and keys keep their order. */
const work: readonly Part[] = [
  { name: 'workers', count: 4, consumers: 'competing', events: null, habits: { workMs: 20, nacks: 0.02 } },
  { name: 'sdk-workers', count: 2, consumers: 'competing', events: null, habits: { workMs: 4 }, kind: 'sdk' },
  { name: 'pair', count: 2, consumers: 'single', events: null, habits: { workMs: 5 }, wire: { exclusive: true } },
  {
    name: 'line',
    count: 2,
    consumers: 'single',
    events: ['deleted'],
    habits: { nacks: 0.01 },
    wire: { ordered: true },
  },
]

/** Failures of every kind. */
const rough: readonly Part[] = [
  {
    name: 'hangers',
    count: 2,
    consumers: 'competing',
    events: null,
    habits: { hangs: 0.01, workMs: 30 },
    wire: { ackDeadlineMs: 1_000 },
  },
  {
    name: 'settlers',
    count: 2,
    consumers: 'competing',
    events: null,
    habits: { nacks: 0.02, condemns: 0.005, poison: true },
    kind: 'batch',
    refusalsToDie,
  },
  {
    name: 'graves',
    count: 1,
    consumers: 'single',
    events: null,
    habits: { poison: true, condemns: 0.003 },
    refusalsToDie,
  },
]

/** Opens fresh queues, and lets everyone in. */
export function enter(world: World, round: string): Cast {
  const book = (name: string) => new Book(`soak-${round}-${name}`, world.figures)
  const [wide, shared, bad] = [book('fan-out'), book('work'), book('rough')]
  const consumers = [...play(world, wide, fanOut), ...play(world, shared, work), ...play(world, bad, rough)]
  const perSecond = world.options.rate / 6
  return {
    books: [wide, shared, bad],
    publishers: [wide, shared, bad].flatMap((one, index) => [
      new Publisher(world, one, { name: 'plain', perSecond, batches: index === 2 }),
      index === 1
        ? new Publisher(world, one, { name: 'batches', perSecond, batches: true })
        : new SdkPublisher(world, one, { name: 'sdk', perSecond }),
    ]),
    consumers: consumers.map(({ consumer }) => consumer),
    travellers: consumers.flatMap(({ consumer, travels }) =>
      travels && consumer instanceof Consumer ? [consumer] : [],
    ),
  }
}

function play(world: World, book: Book, parts: readonly Part[]) {
  return parts.flatMap((part) => {
    const { name, events, consumers, refusalsToDie: refusals = 0, wire = {}, kind = 'plain', travels = false } = part
    const { exclusive = false, ordered = false, ackDeadlineMs: deadlineMs = defaultDeadlineMs } = wire
    const subscription = book.watch({
      name,
      events,
      consumers,
      exclusive,
      ordered,
      deadlineMs,
      refusalsToDie: refusals,
    })
    return Array.from({ length: part.count }, (_, index) => {
      const options: ConsumerOptions = {
        name,
        subscription,
        label: `${name}-${index + 1}`,
        wire: { ...wire, ...(events && { events: [...events] }) },
        batch: kind === 'batch',
        habits: part.habits,
      }
      return { travels, consumer: new (kind === 'sdk' ? SdkConsumer : Consumer)(world, book, options) }
    })
  })
}
