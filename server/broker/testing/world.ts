import { BrokerError } from '../errors.ts'
import { StorageError } from '../ports.ts'
import { Harness, type TestClient } from './harness.ts'
import { Ledger } from './ledger.ts'
import type { Delivered } from './recorder.ts'
import { EVENTS, KINDS, QUEUES, type Step } from './steps.ts'

/** Some subscriptions hand over batches, so that both ways are walked. */
function mayBatch(name: string): boolean {
  return name === 'created' || name === 'exclusive'
}

interface Party extends TestClient {
  readonly queue: string
  readonly name: string
}

/** Runs steps against a broker and holds every answer and delivery against the ledger. */
export class World {
  readonly h: Harness
  readonly ledger: Ledger
  #parties: Party[] = []
  readonly #names = new Set<string>()

  constructor(seed: number) {
    const limits = { windowBytes: 400, pageMessages: 3, keepMessageBytes: 10 }
    this.h = new Harness({ limits }, seed)
    this.ledger = new Ledger(this.h.memory)
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.h.start()
    for (const one of steps) {
      await this.#step(one)
      this.#checkFloors()
      this.#checkLedger()
    }
    await this.#finish()
  }

  #checkLedger(): void {
    if (this.ledger.broken !== null) throw new Error(this.ledger.broken)
  }

  async #step(one: Step): Promise<void> {
    switch (one.do) {
      case 'publish':
        return this.#publish(one)
      case 'subscribe':
        return this.#subscribe(one)
      case 'ack':
        return this.#ack(one)
      case 'nack':
        return this.#nack(one)
      case 'settle':
        return this.#settle(one)
      case 'disconnect':
      case 'leave':
      case 'unsubscribe':
        return this.#part(one.do, one.client)
      case 'advance':
        return this.h.clock.advance(one.ms)
      case 'pause':
        return this.#pause(one)
      case 'crash':
        return this.#crash()
      case 'fail':
        return this.#fail(one.fault)
      case 'look':
        return this.#look()
    }
  }

  #publish({ queue: q, event, id, key, times }: Extract<Step, { do: 'publish' }>): void {
    const name = QUEUES[q] ?? 'orders'
    for (let i = 0; i < times; i++) {
      const chosen = id === null ? undefined : `id-${id + i}`
      const input = { queue: name, event: EVENTS[event] ?? 'created', payload: '1', bytes: 30, id: chosen }
      this.h.broker.publish({ ...input, key: key === null ? undefined : `k${key}` }, null, (outcome) =>
        this.ledger.answered(name, chosen, outcome, this.h.clock.now()),
      )
    }
  }

  async #subscribe({ queue: q, name, credit, batch, client }: Extract<Step, { do: 'subscribe' }>): Promise<void> {
    const kind = KINDS[name] ?? { name: 'all' }
    const queueName = QUEUES[q] ?? 'orders'
    const known = client === null ? undefined : this.#parties[client]
    const own = known?.queue === queueName && known.name === kind.name ? known : this.#join(queueName, kind.name)
    const answer = this.h.broker.subscribe(own.link, own.outlet, {
      queue: queueName,
      ...kind,
      credit,
      batch: batch && mayBatch(kind.name),
    })
    answer.then(
      () => this.#names.add(`${queueName}/${kind.name}`),
      () => {},
    )
    await this.h.clock.settle()
  }

  #join(queueName: string, name: string): Party {
    const client = this.h.client()
    const party = { ...client, queue: queueName, name }
    client.outlet.onDelivery = (delivered) => this.#delivered(party, delivered)
    this.#parties.push(party)
    return party
  }

  #delivered(party: Party, { message, subscription, attempt }: Delivered): void {
    this.ledger.delivered(subscription, message, party.link, mayBatch(subscription))
    if (attempt < 1) this.ledger.object(`attempt ${attempt}`)
    this.#checkAlone(message.queue, subscription, message.seq, message.key)
  }

  /** Nobody else may have the same key in flight or between two tries; ordered subscriptions are one key. */
  #checkAlone(queueName: string, name: string, seq: number, key: string | null): void {
    if (key === null && name !== 'ordered') return
    for (const state of ['inFlight', 'retrying'] as const) {
      for (const other of this.h.broker.openSeqs(queueName, name, state)) {
        if (other === seq || (name !== 'ordered' && this.ledger.stored(queueName, other)?.key !== key)) continue
        this.ledger.object(`${name} got ${seq} while ${other} of the same key was ${state}`)
      }
    }
  }

  #choose(client: number, delivery: number): { party: Party; chosen: Delivered } | null {
    const party = this.#parties[client % Math.max(1, this.#parties.length)]
    const chosen = party?.outlet.deliveries.at(-1 - delivery)
    return party === undefined || chosen === undefined ? null : { party, chosen }
  }

  /** A forged one comes from another connection: it must change nothing. */
  #ack({ client, delivery, forged }: Extract<Step, { do: 'ack' }>): void {
    const choice = this.#choose(client, delivery)
    if (choice === null) return
    const { party, chosen } = choice
    const { seq } = chosen.message
    const by = forged ? (this.#parties.find((other) => other !== party) ?? party) : party
    const mine = this.ledger.holds(party.queue, party.name, seq, by.link)
    const before = mine ? null : this.#figures(party)
    this.h.broker.ack(by.link, party.queue, party.name, seq, chosen.attempt)
    if (before !== null && before !== this.#figures(party))
      throw new Error(`${seq} was settled by one who did not hold it`)
  }

  #nack({ client, delivery, delayMs, dead }: Extract<Step, { do: 'nack' }>): void {
    const choice = this.#choose(client, delivery)
    if (choice === null) return
    const { party, chosen } = choice
    const nack = { delayMs: delayMs ?? undefined, dead, reason: 'no' }
    this.h.broker.nack(party.link, party.queue, party.name, chosen.message.seq, chosen.attempt, nack)
  }

  async #settle({ client, delivery, count }: Extract<Step, { do: 'settle' }>): Promise<void> {
    const choice = this.#choose(client, delivery)
    if (choice === null) return
    const { party, chosen } = choice
    const { seq } = chosen.message
    const held = new Set(
      this.h.broker.subscription(party.queue, party.name).holders.find((x) => x.connection === party.link.id)?.seqs,
    )
    const acked: [number, number][] = [[seq, seq + count]]
    const answer = this.h.broker.settle(party.link, party.queue, { name: party.name, acked, nacked: [], extend: [] })
    answer.then(
      ({ ignored }) => {
        const touched = [...held].filter((x) => x >= seq && x <= seq + count)
        if (touched.some((x) => ignored.some(([from, to]) => x >= from && x <= to)))
          throw new Error('a held one was ignored')
        this.ledger.settledForGood(party.queue, party.name, touched)
      },
      (error: unknown) => {
        if (!(error instanceof BrokerError)) throw error
      },
    )
    if (count % 2 === 0) await this.h.clock.settle()
  }

  async #part(how: 'disconnect' | 'leave' | 'unsubscribe', client: number): Promise<void> {
    const party = this.#parties[client % Math.max(1, this.#parties.length)]
    if (party === undefined) return
    this.#parties = this.#parties.filter((other) => other !== party)
    if (how === 'disconnect') this.h.broker.disconnect(party.link)
    else if (how === 'leave') this.h.broker.leave(party.link, party.queue)
    else await this.h.broker.unsubscribe(party.link, party.queue, party.name, 'detach').catch(() => {})
  }

  async #pause({ queue: q, paused }: Extract<Step, { do: 'pause' }>): Promise<void> {
    const answer = this.h.broker.pauseQueue(QUEUES[q] ?? 'orders', paused)
    answer.catch(() => {})
    await this.h.clock.settle()
  }

  async #crash(): Promise<void> {
    this.#parties = []
    await this.h.crash()
  }

  async #fail(fault: Extract<Step, { do: 'fail' }>['fault']): Promise<void> {
    const { memory } = this.h
    if (fault === 'retryable' || fault === 'final') {
      return memory.inject({ kind: 'fail', error: new StorageError('no room', fault === 'retryable') })
    }
    memory.inject({ kind: 'crash', written: fault === 'diesWritten' })
    this.#publish({ do: 'publish', queue: 0, event: 0, id: null, key: null, times: 3 })
    await this.h.clock.settle()
    await this.#crash()
  }

  #look(): void {
    const { broker, memory } = this.h
    const before = [memory.commits, JSON.stringify(broker.queues()), JSON.stringify(broker.subscriptions())]
    broker.links()
    broker.totals()
    broker.rates()
    for (const { name, lastSeq } of broker.queues()) {
      const ref = {
        seq: lastSeq,
        ord: 0,
        event: 'created',
        expiresAt: null,
        only: null,
        publishedAt: this.h.clock.now(),
      }
      broker.deliveries(name, ref)
      broker.audience(name, 'created', 'queued')
      broker.presence(name)
    }
    const after = [memory.commits, JSON.stringify(broker.queues()), JSON.stringify(broker.subscriptions())]
    if (before.join() !== after.join()) throw new Error('looking changed something')
  }

  #figures(party: Party): string {
    const { floor, upto, inFlight, retrying, pending, dead } = this.h.broker.subscription(party.queue, party.name)
    return [floor, upto, inFlight, retrying, pending, dead].join()
  }

  /** A floor is below everything that is open. */
  #checkFloors(): void {
    for (const { queue: queueName, name, floor, upto } of this.h.broker.subscriptions()) {
      for (const state of ['inFlight', 'retrying', 'pending'] as const) {
        const [first] = this.h.broker.openSeqs(queueName, name, state)
        if (first !== undefined && first <= floor) throw new Error(`floor ${floor} of ${name} passed ${first}`)
      }
      if (floor > upto) throw new Error(`floor ${floor} of ${name} is above ${upto}`)
    }
  }

  /** A last restart, then everyone takes what is left: what was confirmed must all arrive, and nothing stay behind. */
  async #finish(): Promise<void> {
    await this.h.clock.advance(60_000)
    const started = new Map(this.h.broker.subscriptions().map((s) => [`${s.queue}/${s.name}`, s]))
    await this.#crash()
    for (const queueName of QUEUES) await this.#pause({ do: 'pause', queue: QUEUES.indexOf(queueName), paused: false })
    for (const [i, queueName] of QUEUES.entries()) {
      for (const [name, kind] of KINDS.entries()) {
        if (!started.has(`${queueName}/${kind.name}`)) continue
        await this.#subscribe({ do: 'subscribe', queue: i, name, credit: 4, batch: false, client: null })
        const party = this.#parties.at(-1)
        if (party !== undefined) this.#ackEverything(party)
      }
    }
    await this.h.clock.advance(2_000_000)
    for (const [name, { queue: queueName }] of started) this.#checkComplete(queueName, name.slice(queueName.length + 1))
    this.#checkLedger()
    if (this.h.memory.repeatedLetters > 0) throw new Error('a dead letter was written twice')
  }

  #ackEverything(party: Party): void {
    const ack = ({ message, subscription, attempt }: Delivered): void =>
      this.h.broker.ack(party.link, message.queue, subscription, message.seq, attempt)
    for (const delivered of party.outlet.deliveries) ack(delivered)
    party.outlet.onDelivery = (delivered) => {
      this.#delivered(party, delivered)
      ack(delivered)
    }
  }

  #checkComplete(queueName: string, name: string): void {
    const view = this.h.broker.subscription(queueName, name)
    const { lastSeq } = this.h.broker.queue(queueName)
    if (view.pending + view.inFlight + view.retrying > 0 || view.floor !== lastSeq) {
      throw new Error(`${name} did not finish: ${JSON.stringify({ ...view, holders: 0, consumers: 0, lastSeq })}`)
    }
    const startSeq = Math.min(
      ...[...this.h.memory.subscriptions.values()]
        .filter((s) => s.name === name && this.h.broker.queue(queueName).id === s.queueId)
        .map((s) => s.startSeq),
    )
    for (const [seq, message] of this.ledger.confirmed.get(queueName) ?? []) {
      const wanted = seq >= startSeq && (view.events.includes('*') || view.events.includes(message.event))
      if (wanted && !this.ledger.gotOrDead(queueName, name, seq))
        throw new Error(`${name} never got ${seq}, which was confirmed`)
    }
  }
}
