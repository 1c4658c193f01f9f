import type { Entry } from '../state.ts'

/** What outlives a crash of one unsettled delivery. */
export interface Packed {
  readonly seq: number
  readonly attempts: number
  readonly failures: number
  readonly losses: number
  /** 0: not waiting for a retry. */
  readonly retryAt: number
}

const RADIX = 36

/**
 * Open deliveries as text, e.g. `5+9,3:2.1.0.loc8e1`: steps from the seq before in base 36, `+n` for n more seqs in a row
 * that are alike, then attempts, failures, losses and retry time where they are not `1.0.0.0`. 1,000 in a row are 6 bytes.
 */
export function pack(open: Iterable<Entry>): string {
  const items: string[] = []
  /** First of a row of those that are alike, the last seq before it, and how many follow. */
  let first: Entry | null = null
  let before = 0
  let more = 0
  for (const entry of open) {
    if (first !== null && entry.seq === first.seq + more + 1 && isAlike(entry, first)) {
      more++
      continue
    }
    if (first !== null) {
      items.push(itemOf(first, before, more))
      before = first.seq + more
    }
    first = entry
    more = 0
  }
  if (first !== null) items.push(itemOf(first, before, more))
  return items.join(',')
}

/** Numbers alone, no text: 10,000 that wait for one key are looked at with each settlement. */
function isAlike(a: Entry, b: Entry): boolean {
  return (
    a.attempts === b.attempts && a.failures === b.failures && a.losses === b.losses && retryAtOf(a) === retryAtOf(b)
  )
}

function retryAtOf(entry: Entry): number {
  return entry.state === 'retrying' ? entry.retryAt : 0
}

function itemOf(first: Entry, before: number, more: number): string {
  const row = more > 0 ? `+${more.toString(RADIX)}` : ''
  return `${(first.seq - before).toString(RADIX)}${row}${traitsOf(first)}`
}

function traitsOf(entry: Entry): string {
  const { attempts, failures, losses } = entry
  const retryAt = retryAtOf(entry)
  if (attempts === 1 && failures === 0 && losses === 0 && retryAt === 0) return ''
  return `:${attempts}.${failures}.${losses}.${retryAt.toString(RADIX)}`
}

/** The reverse of `pack`, by rising seq. @throws Error on text that `pack` did not write. */
export function unpack(text: string): Packed[] {
  const all: Packed[] = []
  let last = 0
  for (const item of text === '' ? [] : text.split(',')) {
    const parts = /^([0-9a-z]+)(?:\+([0-9a-z]+))?(?::(\d+)\.(\d+)\.(\d+)\.([0-9a-z]+))?$/.exec(item)
    if (parts === null) throw new Error(`unreadable open deliveries: ${item.slice(0, 40)}`)
    const more = Number.parseInt(parts[2] ?? '0', RADIX)
    const first = last + Number.parseInt(parts[1] ?? '0', RADIX)
    for (let seq = first; seq <= first + more; seq++) all.push(packed(seq, parts))
    last = first + more
  }
  return all
}

function packed(seq: number, parts: RegExpExecArray): Packed {
  return {
    seq,
    attempts: Number(parts[3] ?? 1),
    failures: Number(parts[4] ?? 0),
    losses: Number(parts[5] ?? 0),
    retryAt: Number.parseInt(parts[6] ?? '0', RADIX),
  }
}
