import { isRecord } from '@/lib/protocol.ts'

/** A run of the Lab that began in this browser. */
export interface OwnRun {
  readonly queue: string
  readonly run: string
  /** When it began. */
  readonly at: number
}

const PLACE = 'holdline.lab.runs'
/** Of more than these the oldest are forgotten: the broker lets go of what nobody uses for days. */
const MOST = 50

const isRun = (one: unknown): one is OwnRun =>
  isRecord(one) && typeof one.queue === 'string' && typeof one.run === 'string' && typeof one.at === 'number'

/** The newest first. A browser that keeps nothing has none. */
export function ownRuns(): readonly OwnRun[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRun) : []
  } catch {
    return []
  }
}

export function rememberRun({ queue, run }: Omit<OwnRun, 'at'>): void {
  write([{ queue, run, at: Date.now() }, ...others({ queue, run })].slice(0, MOST))
}

export function forgetRun(own: OwnRun): void {
  write(others(own))
}

function others({ queue, run }: Omit<OwnRun, 'at'>): readonly OwnRun[] {
  return ownRuns().filter((one) => one.queue !== queue || one.run !== run)
}

function write(runs: readonly OwnRun[]): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(runs))
  } catch {
    // Without storage nothing is swept.
  }
}
