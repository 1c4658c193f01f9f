import type { Message } from '../../model.ts'
import type { Delivered } from '../recorder.ts'
import { Acts, choose, expectRefusal } from './acting/acts.ts'
import { ByHand } from './acting/by-hand.ts'
import { Departures } from './acting/departures.ts'
import { EVENTS, KINDS, LABELS, QUEUES } from './acting/kinds.ts'
import { Publishers } from './acting/publishers.ts'
import { Archive } from './checking/archive.ts'
import { Commits } from './checking/commits.ts'
import { checkComplete } from './checking/complete.ts'
import { Judge } from './checking/judge.ts'
import { lookAround } from './checking/looking.ts'
import { Objector } from './checking/objector.ts'
import { Views } from './checking/views.ts'
import type { Figures } from './figures.ts'
import type { Client } from './running/client.ts'
import { Lives } from './running/lives.ts'
import type { Process, Shared, Subject } from './running/process.ts'
import { Scheduler } from './running/scheduler.ts'
import type { Act, Step } from './steps.ts'

/** Plays steps against processes on one log, and holds all that they say and send against the books after each. */
export class World {
  readonly #figures: Figures
  readonly #shared: Shared
  readonly #judge: Judge
  readonly #views: Views
  readonly #acts: Acts
  readonly #departures: Departures
  readonly #byHand: ByHand
  readonly #publishers: Publishers
  readonly #lives: Lives
  /** At the end everyone takes what comes. */
  #acksAll = false

  constructor(figures: Figures, subject: Subject) {
    const objector = new Objector()
    const archive = new Archive(subject.memory(), objector)
    this.#figures = figures
    const commits = new Commits(archive, objector)
    this.#shared = { subject, scheduler: new Scheduler(), objector, archive, commits }
    this.#views = new Views(this.#shared)
    this.#judge = new Judge(this.#shared, this.#views)
    this.#acts = new Acts(this.#shared, this.#views)
    this.#byHand = new ByHand(this.#shared, this.#views, commits.copies, commits.delays)
    this.#departures = new Departures(this.#views, this.#acts)
    this.#publishers = new Publishers(this.#shared)
    this.#lives = new Lives(this.#shared, figures, this.#departures, {
      delivered: (client, delivered) => this.#delivered(client, delivered),
      received: (client, message) => this.#received(client, message),
    })
  }

  /** @throws Error with the first promise that was broken */
  async run(steps: readonly Step[]): Promise<void> {
    this.#lives.start()
    await this.#shared.scheduler.settle()
    for (const step of steps) await this.#step(step)
    await this.#finish()
    this.#figures.commits += this.#shared.archive.memory.commits
  }

  async #step(step: Step): Promise<void> {
    const { scheduler } = this.#shared
    this.#figures.steps++
    scheduler.reseed(step.luck)
    this.#lives.keepOneAlive()
    const process = this.#lives.choose()
    if (process === null) this.#happen(step)
    else this.#do(process, step)
    if (step.do === 'advance') await scheduler.advance(step.ms, step.stalled)
    const settles = step.do === 'advance' || scheduler.happens(0.4)
    if (settles) await scheduler.settle()
    else await scheduler.run(scheduler.pick(6))
    this.#check(settles)
  }

  #do(process: Process, step: Step): void {
    switch (step.do) {
      case 'publish':
        return this.#publishers.publish(process, step)
      case 'send':
        return this.#publishers.send(process, step)
      case 'subscribe':
        return this.#acts.subscribe(process, step)
      case 'change':
        return this.#acts.change(process, step)
      case 'ack':
        return this.#acts.ack(process, step)
      case 'ackAll':
        return this.#acts.ackAll(process, step)
      case 'nack':
        return this.#acts.nack(process, step)
      case 'settle':
        return this.#acts.settle(process, step)
      case 'part':
        return this.#departures.part(process, step)
      case 'listen':
        return this.#listen(process, step)
      case 'unlisten':
        return this.#unlisten(process, step)
      case 'fill':
        return this.#fill(process, step.client)
      case 'pause':
        return this.#acts.pause(process, QUEUES[step.queue] ?? '', step.paused)
      case 'redeliver':
        return this.#byHand.redeliver(process, step)
      case 'act':
        return this.#byHand.act(process, step)
      case 'redrive':
        return this.#byHand.redrive(process, step)
      case 'deleteLetters':
        return this.#byHand.deleteLetters(process, step)
      case 'purge':
        return this.#byHand.purge(process, step)
      case 'seek':
        return this.#byHand.seek(process, step)
      case 'deleteQueue':
      case 'createQueue':
        return this.#byHand.remake(process, step)
      case 'cancelJob':
        return this.#byHand.cancelJob(process)
      case 'cancel':
        return this.#byHand.cancel(process, step)
      case 'look':
        return lookAround(process, this.#shared)
      default:
        return this.#happen(step)
    }
  }

  /** What befalls processes, whoever they are. */
  #happen(step: Act): void {
    switch (step.do) {
      case 'crash':
        return this.#lives.crash()
      case 'takeover':
        return this.#lives.takeOver()
      case 'freeze':
        return this.#lives.freeze()
      case 'thaw':
        return this.#lives.thaw()
      case 'goodbye':
        return this.#lives.goodbye()
      case 'weather':
        this.#lives.weather = step.weather
    }
  }

  #listen(process: Process, { queue: q, event: e, client: c, label }: Extract<Act, { do: 'listen' }>): void {
    const client = choose(process, c) ?? process.connect(LABELS[label] ?? null)
    const queue = QUEUES[q] ?? ''
    const events = [EVENTS[e] ?? '*']
    const { status } = process.broker
    process.broker.subscribeRealtime(client.link, client.outlet(queue), queue, events).catch(expectRefusal)
    const taken = process.broker.queues().some(({ name }) => name === queue)
    if (taken && (status === 'running' || status === 'storage')) process.presence.joined(client, queue, events)
  }

  #unlisten(process: Process, { queue: q, event: e, client: c }: Extract<Act, { do: 'unlisten' }>): void {
    const client = choose(process, c)
    if (client === undefined) return
    const queue = QUEUES[q] ?? ''
    const event = EVENTS[e]
    if (event === undefined) process.presence.parted(client, queue, true)
    else process.presence.narrowed(client, queue, [event])
    process.broker.unsubscribeRealtime(client.link, queue, event === undefined ? undefined : [event])
  }

  #fill(process: Process, c: number): void {
    const client = choose(process, c)
    if (client !== undefined) client.full = !client.full
  }

  #delivered(client: Client, delivered: Delivered): void {
    const process = this.#lives.of(client)
    if (process === undefined) return
    this.#figures.deliveries++
    this.#judge.delivered(process, client, delivered)
    if (this.#acksAll) this.#shared.scheduler.soon(process.life, () => this.#acts.ackOne(process, client, delivered))
  }

  #received(client: Client, message: Message): void {
    this.#lives.of(client)?.presence.got(client, message)
  }

  #check(quiet: boolean): void {
    for (const process of this.#lives.running()) {
      this.#views.check(process, quiet)
      process.presence.check()
    }
    this.#shared.objector.check()
  }

  /** A last crash, then everyone takes what is left: what was confirmed must all arrive, and nothing stay behind. */
  async #finish(): Promise<void> {
    const { scheduler, archive, commits } = this.#shared
    this.#lives.weather = 'clear'
    this.#lives.thaw()
    await scheduler.advance(60_000)
    this.#check(true)
    for (const process of this.#lives.running()) this.#publishers.checkAnswered(process)
    this.#shared.objector.check()
    const process = this.#lives.lastOne()
    await scheduler.settle()
    this.#acksAll = true
    for (const queue of QUEUES) this.#acts.pause(process, queue, false)
    for (const { queueId, name } of archive.memory.subscriptions.values()) {
      const queue = archive.memory.queues.get(queueId)?.record.name ?? ''
      const kind = KINDS.find((one) => one.name === name)
      if (kind !== undefined) this.#acts.consume(process, process.connect(null), { queue, name, credit: 4 })
    }
    await scheduler.advance(2_000_000)
    this.#check(true)
    commits.delays.checkOver(scheduler.now)
    checkComplete(process, this.#shared, this.#publishers.confirmed)
    this.#shared.objector.check()
  }
}
