import { SharedAnswers } from '../../answers.ts'
import { createGate } from '../../auth.ts'
import type { SubscribeInput } from '../../broker/api.ts'
import { Broker } from '../../broker/broker.ts'
import { MemoryLog } from '../../broker/memory-log.ts'
import type { Log } from '../../broker/ports.ts'
import type { StoreReader } from '../../store/queries/types.ts'
import { createApi } from '../api.ts'
import { FakeClient } from './client.ts'
import { HandClock } from './clock.ts'
import { Described } from './described.ts'
import { MemoryReader } from './memory-reader.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As parsed; tests look into it with `toMatchObject`. */
  readonly body: unknown
  readonly text: string
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a string or bytes as they are. */
  readonly body?: unknown
  /** Aborted: who asked has hung up. */
  readonly signal?: AbortSignal
}

interface Setup {
  readonly token?: string
  readonly start?: boolean
  readonly autoCreateQueues?: boolean
  /** Instead of those in memory. */
  readonly store?: { readonly log: Log; readonly reader: StoreReader }
}

function sentAs(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Logged sentences, so that a test sees what was told to the operator and not to the stranger. */
class Lines {
  readonly errors: { fields: object; message: string }[] = []

  error(fields: object, message: string): void {
    this.errors.push({ fields, message })
  }

  warn(): void {}
}

let described: Promise<Described> | null = null

/** The API on a real core with a log in memory. Every answer is held against the description. */
export class Bench {
  readonly clock = new HandClock()
  /** Empty where the bench runs on another log. */
  readonly log = new MemoryLog()
  readonly memory = new MemoryReader(this.log)
  readonly lines = new Lines()
  readonly broker: Broker
  readonly shared = new SharedAnswers(() => this.spent)
  /** Milliseconds that searches see pass. */
  spent = 0
  readonly #fetch: (request: Request) => Response | Promise<Response>
  #ids = 0
  readonly #token: string | undefined

  constructor({ token, autoCreateQueues = true, store }: Setup = {}) {
    this.#token = token
    const ids = { message: () => `id-${++this.#ids}`, random: () => 0.5 }
    this.broker = new Broker({ log: store?.log ?? this.log, clock: this.clock, ids, options: { autoCreateQueues } })
    const app = createApi({
      broker: this.broker,
      reader: store?.reader ?? this.memory,
      gate: createGate(token ?? null),
      origins: { allowedHosts: ['localhost'], allowedOrigins: ['https://app.example.com'], loopback: true },
      version: '1.2.3',
      logger: this.lines,
      shared: this.shared,
      now: () => this.spent,
    })
    this.#fetch = (request) => app.fetch(request)
  }

  static async start(setup: Setup = {}): Promise<Bench> {
    const bench = new Bench(setup)
    if (setup.start !== false) await bench.broker.start()
    return bench
  }

  /** Asks `/api` + path; throws where the answer is not as described. */
  async ask(path: string, { method, headers = {}, body, signal }: Asked = {}): Promise<Answer> {
    const verb = method ?? (body === undefined ? 'GET' : 'POST')
    const answer = await this.#send(verb, path, headers, body, signal)
    const fault = (await this.described()).fault(verb, path.split('?', 1)[0] ?? '', answer.status, answer.body)
    if (fault !== null) throw new Error(`${fault}: ${answer.text}`)
    return answer
  }

  /** The same for every bench, and slow to compile: read once. */
  described(): Promise<Described> {
    const authorization = { authorization: `Bearer ${this.#token}` }
    described ??= this.#send('GET', '/openapi.json', authorization).then(({ body }) => new Described(body))
    return described
  }

  async #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const sent = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': '1' }
    const init: RequestInit = { method, headers: { host: 'localhost:3000', ...sent, ...headers } }
    if (body !== undefined) init.body = sentAs(body)
    if (signal !== undefined) init.signal = signal
    const response = await this.#fetch(new Request(`http://localhost:3000/api${path}`, init))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: text === '' ? null : JSON.parse(text) }
  }

  /** Publishes in `orders` over HTTP and answers the seq. */
  async publish(message: Readonly<Record<string, unknown>> = {}): Promise<number> {
    const { body } = await this.ask('/queues/orders/messages', { body: { event: 'created', ...message } })
    return seqOf(body)
  }

  /** Resolves at the first change of the broker after which this holds. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return
        end()
        resolve()
      }
      const end = this.broker.watch(look)
      look()
    })
  }

  /** A client that consumes `orders` as a durable subscription. */
  async consumer(name: string, input: Partial<SubscribeInput> = {}, client: string = `${name}-1`): Promise<FakeClient> {
    const link = new FakeClient(`c-${client}`, client, this.clock.now(), ['orders'])
    this.broker.connect(link)
    await this.broker.subscribe(link, link, { queue: 'orders', name, ...input })
    return link
  }

  /** A client in real time on `orders`. */
  async listener(client: string, events: readonly string[] = ['*']): Promise<FakeClient> {
    const link = new FakeClient(`c-${client}`, client, this.clock.now(), ['orders'])
    this.broker.connect(link)
    await this.broker.subscribeRealtime(link, link, 'orders', events)
    return link
  }
}

function seqOf(body: unknown): number {
  const seq = typeof body === 'object' && body !== null && 'seq' in body ? body.seq : null
  return typeof seq === 'number' ? seq : -1
}
