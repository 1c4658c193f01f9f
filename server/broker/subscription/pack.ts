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
  let step = 0
  let last = 0
  let more = 0
  let traits = ''
  const close = (): void => {
    if (step > 0) items.push(`${step.toString(RADIX)}${more > 0 ? `+${more.toString(RADIX)}` : ''}${traits}`)
  }
  for (const entry of open) {
    const own = traitsOf(entry)
    if (entry.seq === last + 1 && own === traits && step > 0) {
      more++
    } else {
      close()
      step = entry.seq - last
      more = 0
      traits = own
    }
    last = entry.seq
  }
  close()
  return items.join(',')
}

function traitsOf(entry: Entry): string {
  const retryAt = entry.state === 'retrying' ? entry.retryAt : 0
  if (entry.attempts === 1 && entry.failures === 0 && entry.losses === 0 && retryAt === 0) return ''
  return `:${entry.attempts}.${entry.failures}.${entry.losses}.${retryAt.toString(RADIX)}`
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
