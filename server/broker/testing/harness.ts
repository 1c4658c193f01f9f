import type { PublishInput, PublishOutcome, SubscribeInput } from '../api.ts'
import { Broker } from '../broker.ts'
import type { BrokerOptions } from '../limits.ts'
import { MemoryLog } from '../memory-log.ts'
import type { Log } from '../ports.ts'
import { ManualClock, ProcessClock } from './manual-clock.ts'
import { RecordingOutlet, TestLink } from './recorder.ts'
import { SeededIds } from './seeded-ids.ts'

/** One connection with its outlet for one queue. */
export interface TestClient {
  readonly link: TestLink
  readonly outlet: RecordingOutlet
}

/** A broker on a log in memory, with a clock that is moved by hand. */
export class Harness {
  readonly clock: ManualClock
  readonly memory: MemoryLog
  readonly warnings: string[] = []
  lost: string | null = null
  broker: Broker
  readonly #options: BrokerOptions
  readonly #seed: number
  #session: Log & { kill(): void }
  #process: ProcessClock
  #links = 0

  constructor(options: Partial<BrokerOptions> = {}, seed = 1, memory = new MemoryLog(), clock = new ManualClock()) {
    this.#options = { autoCreateQueues: true, ...options }
    this.#seed = seed
    this.memory = memory
    this.clock = clock
    this.#session = memory.session()
    this.#process = new ProcessClock(clock)
    this.broker = this.#make()
  }

  async start(): Promise<this> {
    await this.broker.start()
    return this
  }

  /** The process dies at once, and another starts on the same log. */
  async crash(): Promise<void> {
    this.die()
    await this.boot()
  }

  /** The process dies, and nothing runs until `boot`. */
  die(): void {
    this.#session.kill()
    this.#process.kill()
  }

  /** Another process starts on the same log. */
  async boot(): Promise<void> {
    this.#process = new ProcessClock(this.clock)
    this.#session = this.memory.session()
    this.broker = this.#make()
    await this.broker.start()
  }

  /** Publishes and lets the commit happen. */
  async publish(input: Partial<PublishInput> & { readonly queue: string }): Promise<PublishOutcome> {
    const outcome = this.send(input)
    await this.clock.settle()
    const [result] = outcome
    if (result === undefined) throw new Error('the publish was not answered')
    return result
  }

  /** Publishes without waiting; the outcome is put into the array. */
  send(input: Partial<PublishInput> & { readonly queue: string }): PublishOutcome[] {
    const outcomes: PublishOutcome[] = []
    const payload = input.payload ?? 'null'
    const message = { event: 'created', payload, bytes: payload.length + 20, ...input }
    this.broker.publish(message, null, (outcome) => outcomes.push(outcome))
    return outcomes
  }

  client(label: string | null = null): TestClient {
    const link = new TestLink(`c${++this.#links}`, label, this.clock.now())
    this.broker.connect(link)
    return { link, outlet: new RecordingOutlet() }
  }

  /** A client that consumes a subscription. */
  async consumer(
    input: Partial<SubscribeInput> & { readonly queue: string; readonly name: string },
  ): Promise<TestClient> {
    const client = this.client()
    const subscribed = this.broker.subscribe(client.link, client.outlet, input)
    await this.clock.settle()
    await subscribed
    await this.clock.settle()
    return client
  }

  #make(): Broker {
    return new Broker({
      log: this.#session,
      clock: this.#process,
      ids: new SeededIds(this.#seed),
      options: this.#options,
      warn: (text) => this.warnings.push(text),
      onLost: (reason) => {
        this.lost = reason
      },
    })
  }
}
