import type { Departures } from '../acting/departures.ts'
import type { Figures } from '../figures.ts'
import type { Client, ClientEvents } from './client.ts'
import { WEATHER } from './faulty-log.ts'
import { Process, type Shared } from './process.ts'

/** Living processes at most; the oldest goes first. */
const MOST = 3

/**
 * The processes of a world, oldest first. There is more than one while an old owner does not know, or cannot know, that
 * it was replaced; clients of each go on talking to it.
 */
export class Lives {
  weather: keyof typeof WEATHER = 'clear'
  readonly #shared: Shared
  readonly #figures: Figures
  readonly #departures: Departures
  readonly #events: ClientEvents
  #processes: Process[] = []
  #started = 0

  constructor(shared: Shared, figures: Figures, departures: Departures, events: ClientEvents) {
    this.#shared = shared
    this.#figures = figures
    this.#departures = departures
    this.#events = events
  }

  start(): Process {
    const process = new Process(++this.#started, this.#shared, this.#events, () => WEATHER[this.weather])
    this.#processes.push(process)
    process.start()
    if (this.#processes.length > MOST) this.#processes[0]?.die()
    this.#bury()
    return process
  }

  /** One that has ended by itself is replaced. */
  keepOneAlive(): void {
    this.#bury()
    if (this.#processes.length === 0) this.start()
  }

  running(): Process[] {
    this.#bury()
    return this.#processes.filter(({ phase, life }) => phase === 'running' && !life.frozen)
  }

  /** Whom the next step talks to: mostly the newest. */
  choose(): Process | null {
    const { scheduler } = this.#shared
    const running = this.running()
    const one = scheduler.happens(0.8) ? running.at(-1) : running[scheduler.pick(running.length)]
    return one ?? null
  }

  of(client: Client): Process | undefined {
    return this.#processes.find((process) => process.clients.includes(client))
  }

  /** The newest dies, also while it starts, and another starts. */
  crash(): void {
    this.#figures.crashes++
    this.#processes.at(-1)?.die()
    this.start()
  }

  /** Another takes the log while this one still thinks that it owns it. */
  takeOver(): void {
    this.#figures.takeovers++
    this.start()
  }

  freeze(): void {
    const process = this.#processes.at(-1)
    if (process !== undefined) process.life.frozen = true
  }

  thaw(): void {
    for (const { life } of this.#processes) life.frozen = false
  }

  /** Ends as it is asked to, and the next one starts then. */
  goodbye(): void {
    const process = this.running().at(-1)
    if (process === undefined) return
    process.broker.drain().then(() => {
      process.die()
      this.start()
    })
    for (const client of [...process.clients]) this.#departures.closed(process, client)
  }

  /** All die, and one starts. */
  lastOne(): Process {
    for (const process of this.#processes) process.die()
    return this.start()
  }

  #bury(): void {
    this.#processes = this.#processes.filter(({ phase }) => phase !== 'over')
  }
}
