/** What open dashboards cost, by tab: each shows its own in the status bar. A tab is one connection to `/_dashboard`. */
export interface Cost {
  readonly bytes: number
  readonly queries: number
  /** Milliseconds of this process's own work, as far as it is measured: waiting for Postgres is none. */
  readonly cpuMs: number
}

const NOTHING: Cost = { bytes: 0, queries: 0, cpuMs: 0 }

export class CostMeter {
  readonly #tabs = new Map<string, Cost>()

  open(tab: string): void {
    this.#tabs.set(tab, NOTHING)
  }

  close(tab: string): void {
    this.#tabs.delete(tab)
  }

  /** Adds to an open tab; anything else is a stranger's header and counts nowhere. */
  add(tab: string | undefined, cost: Partial<Cost>): void {
    const sum = tab === undefined ? undefined : this.#tabs.get(tab)
    if (tab === undefined || sum === undefined) return
    const { bytes = 0, queries = 0, cpuMs = 0 } = cost
    this.#tabs.set(tab, { bytes: sum.bytes + bytes, queries: sum.queries + queries, cpuMs: sum.cpuMs + cpuMs })
  }

  /** What came together since the last time. */
  take(tab: string): Cost {
    const sum = this.#tabs.get(tab) ?? NOTHING
    if (this.#tabs.has(tab)) this.#tabs.set(tab, NOTHING)
    return sum
  }
}
