import type { Clock } from '../../../ports.ts'
import { Heap } from '../../../structures/heap.ts'
import { SeededIds } from '../../seeded-ids.ts'

/** Whose task it is: nothing of a dead one happens any more, and that of a frozen one waits. */
export interface Life {
  alive: boolean
  frozen: boolean
}

/** The world's own: a packet that was sent arrives, whatever becomes of its sender. */
export const WORLD: Life = { alive: true, frozen: false }

interface Task {
  readonly life: Life
  readonly run: () => void
}

interface Timer extends Task {
  readonly at: number
  readonly order: number
  cancelled: boolean
}

/** Promise turns between two tasks: nearly every chain in the core is shorter. */
const TURNS = 8

/**
 * Virtual time and chance. What is ready runs one at a time, in an order that is drawn: `soon` tasks and what comes in
 * before timers, as `Clock` promises, and nothing else is promised. The same seed gives the same order.
 */
export class Scheduler {
  #now = 1_700_000_000_000
  #order = 0
  #chance = new SeededIds(1)
  readonly #ready: Task[] = []
  readonly #due: Timer[] = []
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))

  get now(): number {
    return this.#now
  }

  /** Chance goes on from here: a step keeps its luck when those before it are left out. */
  reseed(seed: number): void {
    this.#chance = new SeededIds(seed)
  }

  /** In [0, 1). */
  random(): number {
    return this.#chance.random()
  }

  happens(probability: number): boolean {
    return this.random() < probability
  }

  /** From 0 to `below` − 1. */
  pick(below: number): number {
    return Math.floor(this.random() * below)
  }

  soon(life: Life, run: () => void): void {
    this.#ready.push({ life, run })
  }

  at(life: Life, at: number, run: () => void): () => void {
    const timer: Timer = { life, at, order: this.#order++, run, cancelled: false }
    this.#timers.push(timer)
    return () => {
      timer.cancelled = true
    }
  }

  clockOf(life: Life): Clock {
    return {
      now: () => this.#now,
      notBefore: (time) => {
        if (time > this.#now) throw new Error(`the log knows the time ${time}, which is to come`)
      },
      at: (at, task) => this.at(life, at, task),
      soon: (task) => this.soon(life, task),
    }
  }

  /** Runs at most so many ready tasks; time stands still. Answers how many there were. */
  async run(most: number): Promise<number> {
    await rest()
    for (let done = 0; done < most; done++) {
      const task = this.#take(this.#ready) ?? this.#takeDue() ?? (await this.#afterAll())
      if (task === undefined) return done
      task.run()
      await rest()
    }
    return most
  }

  /** Runs what is ready, and all that follows from it without time passing. */
  async settle(): Promise<void> {
    const done = await this.run(ENDLESS)
    if (done === ENDLESS) throw new Error('it does not come to rest while time stands still')
  }

  /** Lets `ms` pass. `stalled`: nothing runs meanwhile, and all that came due is due at once. */
  async advance(ms: number, stalled = false): Promise<void> {
    const end = this.#now + ms
    if (!stalled) {
      await this.settle()
      for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
        this.#now = Math.max(this.#now, next.at)
        await this.settle()
      }
    }
    this.#now = end
    await this.settle()
  }

  /** What becomes ready once every promise has had its turn, however long its chain is. */
  async #afterAll(): Promise<Task | undefined> {
    await new Promise((resolve) => setImmediate(resolve))
    return this.#take(this.#ready) ?? this.#takeDue()
  }

  #takeDue(): Task | undefined {
    for (let next = this.#next(); next !== undefined && next.at <= this.#now; next = this.#next()) {
      this.#timers.pop()
      this.#due.push(next)
    }
    return this.#take(this.#due)
  }

  /** One that may run, drawn; the dead and the cancelled are dropped on the way. */
  #take<T extends Task & { readonly cancelled?: boolean }>(tasks: T[]): T | undefined {
    const start = tasks.length > 1 ? this.pick(tasks.length) : 0
    let at = start
    for (let seen = tasks.length; seen > 0; seen--) {
      if (at >= tasks.length) at = 0
      const task = tasks[at]
      if (task === undefined) return undefined
      if (task.life.alive && task.life.frozen && task.cancelled !== true) {
        at++
        continue
      }
      tasks.splice(at, 1)
      if (task.life.alive && task.cancelled !== true) return task
    }
    return undefined
  }

  #next(): Timer | undefined {
    for (let next = this.#timers.peek(); next !== undefined; next = this.#timers.peek()) {
      if (!next.cancelled && next.life.alive) return next
      this.#timers.pop()
    }
    return undefined
  }
}

const ENDLESS = 20_000

async function rest(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await null
}
