import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../lib/format.ts'

/** A stretch of seqs, both ends included; an end that is not there is open. */
export interface SeqRange {
  readonly from?: number
  readonly to?: number
}

/** Reads `48217`, `>100`, `>=100`, `<100`, `<=100`, `10..20`, `10..` and `..20`; `null` where it is none of them. */
export function readSeqs(text: string): SeqRange | null {
  const range = /^(\d{0,15})\.\.(\d{0,15})$/.exec(text)
  if (range !== null) {
    const [, from = '', to = ''] = range
    if (from === '' && to === '') return null
    return { ...(from !== '' && { from: Number(from) }), ...(to !== '' && { to: Number(to) }) }
  }
  const one = /^(>=|<=|>|<|=)?(\d{1,15})$/.exec(text)
  if (one === null) return null
  const seq = Number(one[2])
  switch (one[1]) {
    case '>':
      return { from: seq + 1 }
    case '>=':
      return { from: seq }
    case '<':
      return { to: Math.max(0, seq - 1) }
    case '<=':
      return { to: seq }
    default:
      return { from: seq, to: seq }
  }
}

/** The shortest way to write a stretch; empty where both ends are open. */
export function writeSeqs({ from, to }: SeqRange): string {
  if (from === undefined && to === undefined) return ''
  return from === to ? String(from) : `${from ?? ''}..${to ?? ''}`
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/**
 * Reads a time: `15m`, `2h`, `3d` ago, or a date as ISO writes it, with or without the time of day. Without a zone it is
 * the reader's. `null` where it is none of them.
 */
export function readInstant(text: string, now: number): string | null {
  const ago = /^(\d{1,6})([smhd])$/i.exec(text)
  if (ago !== null) {
    const unit = UNITS[(ago[2] ?? '').toLowerCase()] ?? 0
    return new Date(now - Number(ago[1]) * unit).toISOString()
  }
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/i.test(text)) return null
  // A date alone would be midnight in UTC.
  const time = Date.parse(text.length === 10 ? `${text}T00:00` : text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
