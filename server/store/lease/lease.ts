import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { LeaseLostError, StorageError } from '../../broker/ports.ts'
import { faultOf, storageError } from '../database/faults.ts'
import { Certainty } from './certainty.ts'
import { endOwnConnectionSql, LeaseSession } from './session.ts'
import { type WatchOptions, watchOwner } from './watch.ts'

const beatMs = 2_000
const firstConnectMs = 30_000
const retryMs = { first: 50, most: 2_000 }

export interface LeaseOptions extends WatchOptions {
  /** Brings a database of the server's own back up; called before each new connection. */
  readonly revive?: (() => Promise<void>) | undefined
}

/**
 * Who may write. free ──acquire──▶ owned ──release──▶ free, and from `owned`: ──somebody raised the epoch──▶ lost.
 *
 * A broken connection is not a lost lease: the lock is taken again and the epoch raised from one's own. Only a raised
 * epoch means that another process owns the log; then every statement of this one writes nothing, by itself.
 */
export class Lease {
  readonly certainty = new Certainty()
  private readonly options: LeaseOptions
  private readonly owner = `${hostname()}:${process.pid}`
  private session: LeaseSession | null = null
  private epochOwned: number | null = null
  private state: 'free' | 'owned' | 'lost' | 'released' = 'free'
  private beating: NodeJS.Timeout | null = null
  /** One recovery at a time, whoever noticed first. */
  private regaining: Promise<void> | null = null
  private onLost: (reason: string) => void = () => undefined

  constructor(options: LeaseOptions) {
    this.options = options
  }

  /** @throws LeaseLostError unless it is owned. */
  get epoch(): number {
    if (this.state !== 'owned' || this.epochOwned === null)
      throw new LeaseLostError('This process does not own the log.')
    return this.epochOwned
  }

  /** The connection that holds it, for work that must end with it. @throws LeaseLostError */
  get client(): pg.Client {
    if (this.state !== 'owned' || !this.session) throw new LeaseLostError('This process does not own the log.')
    return this.session.client
  }

  /**
   * Waits for as long as another process owns it. `prepare` runs once nobody else can (migrations), before the epoch is
   * raised.
   * Answers when the owner before gave its last sign of life (epoch ms); 0: there never was one.
   * @throws StorageError when the database cannot be reached for 30 s, or refuses.
   */
  async acquire(
    prepare: (client: pg.Client) => Promise<void>,
    onLost: (reason: string) => void,
    onStandby: (owner: string | null) => void,
  ): Promise<number> {
    this.onLost = onLost
    for (;;) {
      const session = await this.connectFirst()
      this.session = session
      try {
        if (!(await session.tryLock())) await this.standBy(session, onStandby)
        await prepare(session.client)
        const before = await session.read()
        this.epochOwned = await this.certainty.of(() => session.raise(null, this.owner))
        this.state = 'owned'
        this.schedule()
        return before?.aliveAt ?? 0
      } catch (error) {
        await session.close()
        if (this.state === 'released') throw new LeaseLostError('Gave up waiting for the log.')
        if (faultOf(error).kind === 'refused' || error instanceof StorageError) throw error
        this.say('The database went away while waiting for the lease.', { error })
      }
    }
  }

  /**
   * Takes the lease again after trouble: reconnects for as long as it takes, raises the epoch from one's own, which
   * waits for what an old statement of this process may still be doing.
   * @throws LeaseLostError if another process was faster, or the lease was given back.
   */
  async regain(): Promise<void> {
    this.regaining ??= this.takeAgain().finally(() => {
      this.regaining = null
    })
    return this.regaining
  }

  /** Resolves when no recovery is under way, also of one that failed: only then is `epoch` what the database says. */
  async recovered(): Promise<void> {
    await this.regaining?.catch(() => undefined)
  }

  /** Gives it back, so that the next owner need not wait. Safe to call twice. */
  async release(): Promise<void> {
    if (this.beating) clearTimeout(this.beating)
    const { session, epochOwned, state } = this
    if (state !== 'lost') this.state = 'released'
    this.session = null
    if (!session) return
    if (state === 'owned' && epochOwned !== null) await session.giveBack(epochOwned).catch(() => undefined)
    await session.close()
  }

  /** What a fenced statement that wrote nothing says: whose epoch is it? Loses the lease if it is another's. */
  lose(reason: string): LeaseLostError {
    if (this.state === 'owned') {
      this.state = 'lost'
      if (this.beating) clearTimeout(this.beating)
      void this.session?.close()
      this.onLost(reason)
    }
    return new LeaseLostError(reason)
  }

  private async connectFirst(): Promise<LeaseSession> {
    const until = performance.now() + firstConnectMs
    for (let pause = retryMs.first; ; pause = Math.min(pause * 2, retryMs.most)) {
      try {
        return await this.connect()
      } catch (error) {
        if (faultOf(error).kind === 'refused' || performance.now() > until) throw storageError(error)
        if (pause === retryMs.first) this.say('The database cannot be reached yet; trying for 30 s.', { error })
        await wait(pause)
      }
    }
  }

  private connect(): Promise<LeaseSession> {
    const opening = (this.options.revive?.() ?? Promise.resolve()).then(() =>
      LeaseSession.open(this.options.url, (reason) => this.broken(reason)),
    )
    return opening
  }

  private broken(reason: string): void {
    if (this.state !== 'owned') return
    this.certainty.shake()
    this.say('The connection that holds the lease broke.', { reason })
    this.regain().catch(() => undefined)
  }

  private async standBy(session: LeaseSession, onStandby: (owner: string | null) => void): Promise<void> {
    const row = await session.read()
    onStandby(row?.owner ?? null)
    const watching = new AbortController()
    const watch = watchOwner(this.options, watching.signal)
    try {
      await session.waitForLock()
    } finally {
      watching.abort()
      await watch
    }
  }

  private async takeAgain(): Promise<void> {
    for (let pause = retryMs.first; ; pause = Math.min(pause * 2, retryMs.most)) {
      const epoch = this.epoch
      await this.session?.close()
      try {
        if (await this.retake(epoch)) return
      } catch (error) {
        if (error instanceof LeaseLostError) throw error
        this.say('The database cannot be reached; trying again.', { error, inMs: pause })
      }
      await wait(pause)
    }
  }

  /** `false`: somebody else holds the lock and has not raised the epoch yet. */
  private async retake(epoch: number): Promise<boolean> {
    const session = await this.connect()
    if (this.state !== 'owned') {
      await session.close()
      throw new LeaseLostError('The log was given back.')
    }
    this.session = session
    if (!(await this.session.tryLock())) {
      const row = await this.session.read()
      if (row && row.epoch !== epoch) throw this.lose(`Another process owns the log now (${row.owner}).`)
      // Most likely one's own old connection, which the database has not yet seen to be dead.
      await session.client.query(endOwnConnectionSql, [epoch])
      return false
    }
    const raised = await this.certainty.of(() => session.raise(epoch, this.owner))
    if (raised === null) throw this.lose('Another process owned the log meanwhile.')
    this.epochOwned = raised
    this.schedule()
    return true
  }

  private schedule(): void {
    if (this.beating) clearTimeout(this.beating)
    this.beating = setTimeout(() => void this.beat(), beatMs)
    this.beating.unref()
  }

  private async beat(): Promise<void> {
    const { session, epochOwned } = this
    if (this.state !== 'owned' || !session || epochOwned === null) return
    try {
      const held = await this.certainty.of(() => session.beat(epochOwned))
      if (!held && this.epochOwned === epochOwned) this.lose('Another process owns the log now.')
    } catch {
      // The broken connection was told to `broken`, which takes it from here.
    }
    if (this.state === 'owned') this.schedule()
  }

  private say(sentence: string, fields: Record<string, unknown>): void {
    this.options.say?.(sentence, fields)
  }
}
