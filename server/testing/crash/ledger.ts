import pg from 'pg'

interface Seen {
  readonly id: string
  readonly seq: number
  readonly attempt: number
}

/**
 * What publishers and consumers outside the broker know to be true, whatever crashes: what was confirmed to them, and
 * what was handed to them. `faults` holds it against the promises.
 */
export class Ledger {
  /** seq by id. */
  readonly confirmed = new Map<string, number>()
  /** In the order in which the consumer got them. */
  readonly seen: Seen[] = []
  readonly #seenIds = new Set<string>()
  readonly #waiting = new Set<() => void>()

  confirm(id: string, seq: number): void {
    const before = this.confirmed.get(id)
    if (before !== undefined && before !== seq) throw new Error(`${id} was confirmed as ${before} and as ${seq}`)
    this.confirmed.set(id, seq)
    this.#changed()
  }

  see(message: Seen): void {
    this.seen.push({ id: message.id, seq: message.seq, attempt: message.attempt })
    this.#seenIds.add(message.id)
    this.#changed()
  }

  /** Resolves when so many were confirmed. */
  untilConfirmed(count: number): Promise<void> {
    return this.#until(() => this.confirmed.size >= count)
  }

  /** Resolves when so many deliveries were handed over, repeated ones included. */
  untilDeliveries(count: number): Promise<void> {
    return this.#until(() => this.seen.length >= count)
  }

  /** Resolves when everything confirmed has been handed over. */
  untilAllSeen(): Promise<void> {
    return this.#until(() => [...this.confirmed.keys()].every((id) => this.#seenIds.has(id)))
  }

  /** Every promise that was broken, in words; empty when all were kept. `stored` is what the log holds. */
  faults(stored: ReadonlyMap<number, string>): string[] {
    return [...this.#lost(stored), ...this.#doubled(), ...this.#uncommitted(stored), ...this.#outOfOrder()]
  }

  #lost(stored: ReadonlyMap<number, string>): string[] {
    return [...this.confirmed].flatMap(([id, seq]) => [
      ...(stored.get(seq) === id ? [] : [`${id} was confirmed as ${seq} and is not in the log`]),
      ...(this.#seenIds.has(id) ? [] : [`${id} was confirmed as ${seq} and never handed over`]),
    ])
  }

  /** One seq, one message: also among those that were never confirmed. */
  #doubled(): string[] {
    const owners = new Map<number, string>()
    const all = [...[...this.confirmed].map(([id, seq]) => ({ id, seq })), ...this.seen]
    return all.flatMap(({ id, seq }) => {
      const owner = owners.get(seq) ?? id
      owners.set(seq, owner)
      return owner === id ? [] : [`seq ${seq} was used for ${owner} and for ${id}`]
    })
  }

  #uncommitted(stored: ReadonlyMap<number, string>): string[] {
    return this.seen
      .filter(({ id, seq }) => stored.get(seq) !== id)
      .map(({ id, seq }) => `${id} was handed over as ${seq} and is not in the log`)
  }

  /** Of each message the first dispatch counts. */
  #outOfOrder(): string[] {
    const faults: string[] = []
    let highest = 0
    const met = new Set<number>()
    for (const { seq } of this.seen) {
      if (!met.has(seq) && seq < highest) faults.push(`seq ${seq} was first handed over after ${highest}`)
      met.add(seq)
      highest = Math.max(highest, seq)
    }
    return faults
  }

  #until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!done()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look()
  }
}

/** The ids in the log of one queue, by seq, read from Postgres itself. @throws when a seq stands there twice */
export async function storedMessages(databaseUrl: string, queue: string): Promise<ReadonlyMap<number, string>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ seq: string; id: string }>(
      `SELECT seq, message.id FROM message JOIN queue ON queue.id = message.queue_id
       WHERE queue.name = $1 AND ord = 0 ORDER BY seq`,
      [queue],
    )
    const stored = new Map(rows.map(({ seq, id }) => [Number(seq), id]))
    if (stored.size !== rows.length) throw new Error(`${rows.length - stored.size} seqs stand in the log twice`)
    return stored
  } finally {
    await client.end()
  }
}
