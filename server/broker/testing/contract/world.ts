import type { Change, Log, Snapshot } from '../../ports.ts'
import { NOTHING, never, queues } from '../records.ts'

/** One storage, empty at first, as several processes in turn see it. */
export interface ContractStore {
  /** A process that has not acquired it yet. */
  open(): Log
  /** `log`'s process stands still until its lease is over: another one may acquire it from now on. */
  freeze(log: Log): Promise<void>
  /** Closes what `log` has written so far, so that it can be dropped as a whole; none of `log`'s commits is under way. */
  seal(log: Log): Promise<void>
  /** The storage refuses the next commit, for a reason that passes by itself (`retryable`) or not. The answer mends it. */
  refuse(log: Log, retryable: boolean): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** What a test of the contract works on: a storage of its own, and the process that uses it. */
export class ContractWorld {
  readonly #factory: () => Promise<ContractStore>
  #store: ContractStore | null = null
  #log: Log | null = null
  /** Processes that were killed; their connections must end with the test. */
  readonly #dead: Log[] = []

  constructor(factory: () => Promise<ContractStore>) {
    this.#factory = factory
  }

  get store(): ContractStore {
    if (this.#store === null) throw new Error('no test has begun')
    return this.#store
  }

  get log(): Log {
    if (this.#log === null) throw new Error('no test has begun')
    return this.#log
  }

  set log(log: Log) {
    this.#log = log
  }

  async begin(): Promise<void> {
    this.#store = await this.#factory()
    this.#log = this.#store.open()
  }

  async end(): Promise<void> {
    for (const log of [...this.#dead.splice(0), this.log]) await log.release()
    await this.store.close()
  }

  /** Acquires the log and creates queues. */
  async start(...ids: number[]): Promise<void> {
    const { log } = this
    await log.acquire((reason) => this.#dead.includes(log) || never(reason))
    await log.append(queues(...ids))
  }

  /** One commit of changes alone. */
  async change(...changes: Change[]): Promise<void> {
    await this.log.append({ ...NOTHING, changes })
  }

  /** The next process on the same storage, after this one said goodbye. */
  async restart(): Promise<Snapshot> {
    await this.log.release()
    return this.#next()
  }

  /** The next process on the same storage, after this one was killed: it saved nothing. */
  async crash(): Promise<Snapshot> {
    await this.store.freeze(this.log)
    this.#dead.push(this.log)
    return this.#next()
  }

  #next(): Promise<Snapshot> {
    this.log = this.store.open()
    return this.log.acquire(never)
  }
}
