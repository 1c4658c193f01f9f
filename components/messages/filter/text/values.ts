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
