/** Durations of the last 1,000 commits, in milliseconds. */
export class CommitTimes {
  private readonly ring = new Float64Array(1_000)
  private count = 0

  /** Takes the time of a commit that succeeds; passes on what it answers. */
  async measure<T>(commit: Promise<T>): Promise<T> {
    const start = performance.now()
    const answer = await commit
    this.ring[this.count % this.ring.length] = performance.now() - start
    this.count += 1
    return answer
  }

  /** The duration that a share of the commits stays within (0.99: p99); `null` before the first. */
  quantile(share: number): number | null {
    const filled = Math.min(this.count, this.ring.length)
    if (filled === 0) return null
    const sorted = this.ring.slice(0, filled).sort()
    return sorted[Math.min(filled - 1, Math.floor(share * filled))] ?? null
  }
}
