/** Seqs as `[from, to]` ranges, both included. Sorts in place what is not in order. */
export function toRanges(seqs: number[]): [number, number][] {
  if (!isSorted(seqs)) seqs.sort((a, b) => a - b)
  const ranges: [number, number][] = []
  let last: [number, number] | undefined
  for (const seq of seqs) {
    if (last !== undefined && seq <= last[1] + 1) {
      last[1] = seq
    } else {
      last = [seq, seq]
      ranges.push(last)
    }
  }
  return ranges
}

function isSorted(seqs: readonly number[]): boolean {
  let before = Number.NEGATIVE_INFINITY
  for (const seq of seqs) {
    if (seq < before) return false
    before = seq
  }
  return true
}
