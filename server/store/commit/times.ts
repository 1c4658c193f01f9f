/** So long a commit counts: a slow start is no news minutes later. */
const WINDOW_MS = 60_000
const KEPT = 1_000

/** Durations of the commits of the last minute, in milliseconds; of the newest 1,000 where there were more. */
export class CommitTimes {
  private readonly tookMs = new Float64Array(KEPT)
  private readonly endedAt = new Float64Array(KEPT)
  private count = 0
  private readonly now: () => number

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
  }

  /** Takes the time of a commit that succeeds; passes on what it answers. */
  async measure<T>(commit: Promise<T>): Promise<T> {
    const start = this.now()
    const answer = await commit
    const slot = this.count % KEPT
    this.endedAt[slot] = this.now()
    this.tookMs[slot] = this.now() - start
    this.count += 1
    return answer
  }

  /** The duration that a share of the commits stays within (0.99: p99); `null` where nothing was committed. */
  quantile(share: number): number | null {
    const since = this.now() - WINDOW_MS
    const filled = Math.min(this.count, KEPT)
    const sorted = this.tookMs.slice(0, filled).filter((_, slot) => (this.endedAt[slot] ?? 0) > since)
    sorted.sort()
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null
  }
}
