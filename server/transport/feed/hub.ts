import { CHANGED_EVERY_MS, TOTALS_EVERY_MS } from '../../../lib/feed.ts'
import type { TransportDeps } from '../deps.ts'
import { ChangeSet } from './changes.ts'
import { totalsOf } from './figures.ts'

/** One page, as the hub sees it. */
export interface Watcher {
  readonly topics: ReadonlySet<string>
  changed(topics: readonly string[], all: boolean): void
  /** Called once a second. `totals` is JSON text, the same for every page. */
  second(totals: string): void
}

/** Tells pages what changed. It listens to the broker while somebody watches, and does nothing otherwise. */
export class FeedHub {
  readonly #deps: TransportDeps
  readonly #watchers = new Set<Watcher>()
  readonly #changes = new ChangeSet()
  #unwatch: (() => void) | null = null
  #seconds: NodeJS.Timeout | null = null
  #telling: NodeJS.Timeout | null = null
  #toldAt = 0

  constructor(deps: TransportDeps) {
    this.#deps = deps
  }

  /** A page watches something new, or nothing any more. */
  update(watcher: Watcher): void {
    if (watcher.topics.size > 0) this.#watchers.add(watcher)
    else this.#watchers.delete(watcher)
    if (this.#watchers.size === 0) this.#stop()
    else this.#start()
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size === 0) this.#stop()
  }

  #start(): void {
    this.#unwatch ??= this.#deps.broker.watch((changed) => {
      this.#changes.add(changed)
      this.#telling ??= setTimeout(() => this.#tell(), this.#toldAt + CHANGED_EVERY_MS - performance.now())
    })
    this.#seconds ??= setInterval(() => this.#second(), TOTALS_EVERY_MS)
  }

  #stop(): void {
    this.#unwatch?.()
    this.#unwatch = null
    if (this.#seconds !== null) clearInterval(this.#seconds)
    if (this.#telling !== null) clearTimeout(this.#telling)
    this.#seconds = null
    this.#telling = null
    this.#changes.clear()
  }

  #tell(): void {
    this.#telling = null
    this.#toldAt = performance.now()
    this.#deps.shared.clear()
    const all = this.#changes.isAll
    for (const watcher of this.#watchers) {
      const topics = this.#changes.of(watcher.topics)
      if (topics.length > 0) watcher.changed(topics, all)
    }
    this.#changes.clear()
  }

  #second(): void {
    const totals = JSON.stringify(totalsOf(this.#deps))
    for (const watcher of this.#watchers) watcher.second(totals)
  }
}
