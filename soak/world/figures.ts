const shownHistory = 40

/** What is counted over all rounds, and what was found. */
export class Figures {
  readonly faults = new Map<string, number>()
  readonly breaches: string[] = []
  rounds = 0
  confirmed = 0
  /** Confirmed for later. */
  delayed = 0
  /** Confirms that said `duplicate`: a second try of what was stored already. */
  duplicates = 0
  deliveries = 0
  /** Deliveries of what that subscription had got before. */
  redeliveries = 0
  settled = 0
  deadLetters = 0
  checked = 0
  peakBytes = 0

  fault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1)
  }

  /** Notes it and says it at once. `history`: what is known about it, a line each. */
  breach(text: string, history: readonly string[] = []): void {
    this.breaches.push(text)
    console.log(`\n  BREACH: ${text}`)
    for (const line of history.slice(-shownHistory)) console.log(`    ${line}`)
  }

  /** Bytes of memory that this process has now; the most so far is kept. */
  weigh(): void {
    this.peakBytes = Math.max(this.peakBytes, process.memoryUsage.rss())
  }
}
