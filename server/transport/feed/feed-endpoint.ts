import { checkTail, checkWatch } from '../../../lib/feed.ts'
import { DASHBOARD_NAMESPACE } from '../../../lib/protocol.ts'
import type { TransportDeps } from '../deps.ts'
import { eventPacket, prefixOf } from '../encode.ts'
import type { Answer, Endpoint } from '../link/endpoint.ts'
import type { TransportLink } from '../link/link.ts'
import { Requests } from '../queue/requests.ts'
import { costOf } from './figures.ts'
import type { FeedHub, Watcher } from './hub.ts'
import { QueueTail } from './tail.ts'

const PREFIX = prefixOf(DASHBOARD_NAMESPACE)

/** One page of the dashboard: `watch` and `tail`. What it is told may be dropped while it is slow: it fetches anyway. */
export class FeedEndpoint implements Endpoint, Watcher {
  topics: ReadonlySet<string> = new Set()
  readonly #link: TransportLink
  readonly #deps: TransportDeps
  readonly #hub: FeedHub
  readonly #requests: Requests
  #tail: QueueTail | null = null
  #costAt = performance.now()
  /** Something was dropped, so the next word is that everything changed. */
  #missed = false

  constructor(link: TransportLink, deps: TransportDeps, hub: FeedHub) {
    this.#link = link
    this.#deps = deps
    this.#hub = hub
    this.#requests = new Requests(link, DASHBOARD_NAMESPACE, deps.logger)
    deps.costs.open(link.id)
    link.emit(DASHBOARD_NAMESPACE, 'welcome', JSON.stringify({ tab: link.id }))
  }

  event(event: unknown, args: readonly unknown[], answer: Answer | null): void {
    if (!this.#requests.hasOne(args, answer)) return
    if (event === 'watch') this.#watch(args[0], answer)
    else if (event === 'tail') this.#follow(args[0], answer)
    else this.#requests.unknown(event, answer)
  }

  changed(topics: readonly string[], all: boolean): void {
    const everything = all || this.#missed
    this.#missed = false
    this.#measure(() => this.#send('changed', everything ? { topics, all: true } : { topics }))
  }

  second(totals: string): void {
    this.#measure(() => {
      if (this.topics.has('totals')) this.#sendJson('totals', totals)
      if (this.topics.has('cost')) this.#tellCost()
    })
  }

  ack(): void {}

  drained(): void {
    if (this.#missed) this.changed([...this.topics], true)
  }

  left(): void {
    this.#tail?.end()
    this.#hub.remove(this)
    this.#deps.costs.close(this.#link.id)
    this.#deps.shared.watches(this.#link.id, false)
  }

  #watch(input: unknown, answer: Answer | null): void {
    const watch = checkWatch(input)
    if (!watch.ok) {
      this.#requests.refuse(watch.error, answer)
      return
    }
    this.topics = new Set(watch.value.topics)
    this.#hub.update(this)
    this.#deps.shared.watches(this.#link.id, this.topics.size > 0)
    answer?.({ ok: true })
  }

  #follow(input: unknown, answer: Answer | null): void {
    const tail = checkTail(input)
    if (!tail.ok) {
      this.#requests.refuse(tail.error, answer)
      return
    }
    const { queue, events } = tail.value
    void this.#requests.run(() => {
      this.#tail?.end()
      this.#tail = null
      if (queue === undefined) return {}
      const send = (event: object) => this.#measure(() => this.#send('tail', event))
      this.#tail = new QueueTail(this.#deps.broker, queue, events, send)
      return {}
    }, answer)
  }

  #tellCost(): void {
    const now = performance.now()
    this.#send('cost', costOf(this.#deps.costs.take(this.#link.id), now - this.#costAt))
    this.#costAt = now
  }

  /** Counts work for this page as its own cost. */
  #measure(work: () => void): void {
    const from = performance.now()
    work()
    this.#deps.costs.add(this.#link.id, { cpuMs: performance.now() - from })
  }

  #send(event: string, value: object): void {
    this.#sendJson(event, JSON.stringify(value))
  }

  #sendJson(event: string, json: string): void {
    const packet = eventPacket(PREFIX, event, json)
    this.#deps.costs.add(this.#link.id, { bytes: framedBytes(packet) })
    if (!this.#link.outbox.sendOrDrop(packet)) this.#missed = true
  }
}

/** As a WebSocket sends it: a letter for "message", and two bytes before a short text, four or ten before a longer one. */
function framedBytes(packet: string): number {
  const bytes = Buffer.byteLength(packet) + 1
  if (bytes < 126) return bytes + 2
  return bytes + (bytes < 65_536 ? 4 : 10)
}
