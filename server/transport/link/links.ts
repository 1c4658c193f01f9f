import type { BrokerApi } from '../../broker/api.ts'
import type { TransportLogger } from '../deps.ts'
import type { Connection } from '../socket-io-internals.ts'
import { Flusher } from './flusher.ts'
import { TransportLink } from './link.ts'

/** Every connection there is. The broker hears of one when it has joined its first namespace. */
export class Links {
  readonly #broker: BrokerApi
  readonly #logger: TransportLogger
  readonly #flusher = new Flusher()
  readonly #links = new Map<Connection, TransportLink>()
  readonly #known = new Set<TransportLink>()

  constructor(broker: BrokerApi, logger: TransportLogger) {
    this.#broker = broker
    this.#logger = logger
  }

  all(): Iterable<TransportLink> {
    return this.#links.values()
  }

  /** A new connection, before it has joined anything. */
  open(connection: Connection): void {
    const link = new TransportLink(connection, this.#flusher, this.#logger)
    this.#links.set(connection, link)
    connection.once('close', () => this.#close(connection, link))
  }

  /** `undefined` for one that has closed already. */
  of(connection: Connection): TransportLink | undefined {
    return this.#links.get(connection)
  }

  /** It has joined a namespace. */
  known(link: TransportLink): void {
    if (this.#known.has(link)) return
    this.#known.add(link)
    this.#broker.connect(link)
  }

  /** Writes whatever is gathered, on every link. */
  flush(): void {
    this.#flusher.flush()
  }

  #close(connection: Connection, link: TransportLink): void {
    this.#links.delete(connection)
    link.ended()
    if (this.#known.delete(link)) this.#broker.disconnect(link)
  }
}
