import type { DeliveryCell, DeliveryState } from '@/lib/api.ts'
import type { Result } from './results.ts'

/** Results that are followed, the newest ones. */
const FOLLOWED = 20
/** Rows of one question. Windows begin at multiples of it, so that the next publish asks about the same one. */
export const WINDOW = 50
/** Questions at a time: on a queue where others publish much, each result is a window of its own. */
const WINDOWS_MOST = 6

/** Some of a queue's rows, and which of them were published here. */
export interface Window {
  readonly queue: string
  readonly fromSeq: number
  readonly seqs: readonly number[]
}

/** Which rows to ask for, to know what became of the newest results. */
export function windowsOf(results: readonly Result[]): readonly Window[] {
  const windows = new Map<string, Window>()
  for (const result of results.slice(0, FOLLOWED)) {
    const seq = seqOf(result)
    if (seq === null) continue
    const fromSeq = Math.floor(seq / WINDOW) * WINDOW
    const key = `${fromSeq} ${result.queue}`
    const seqs = [...(windows.get(key)?.seqs ?? []), seq]
    windows.set(key, { queue: result.queue, fromSeq, seqs })
  }
  return [...windows.values()].slice(0, WINDOWS_MOST)
}

/** Where it is in its queue; `null` where it has no place there. */
export function seqOf(result: Result): number | null {
  return 'answer' in result ? result.answer.seq : null
}

/** How a message stands with those who are to acknowledge it. */
export interface Outcome {
  readonly acked: number
  readonly of: number
  readonly dead: number
  readonly retrying: number
  /** Purged or expired: it will not come any more. */
  readonly ended: number
  /** Real-time clients that got it. */
  readonly live: number
}

export function outcomeOf(cells: readonly DeliveryCell[]): Outcome {
  const durable = cells.filter((cell) => cell.delivery === 'queued')
  const counted = (...states: DeliveryState[]) => durable.filter((cell) => states.includes(cell.state)).length
  return {
    acked: counted('acked'),
    of: durable.length,
    dead: counted('dead'),
    retrying: counted('retrying'),
    ended: counted('expired', 'purged'),
    live: cells.length - durable.length,
  }
}

/** Nothing more will happen to it. */
export function isSettled({ acked, of, dead, ended }: Outcome): boolean {
  return acked + dead + ended === of
}
