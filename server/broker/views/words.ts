/** Figures as people read them: 48,217 · 4.1 ms · 9.6 s · 4 m 12 s · 1 d 2 h. */
export function count(n: number): string {
  return n.toLocaleString('en-US')
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`
  const seconds = ms / 1_000
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return parts(Math.round(seconds))
}

/** Two units, the second left out where it is 0. */
function parts(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ]
  const first = units.findIndex(([, size]) => seconds >= size)
  const [name, size] = units[first] ?? ['s', 1]
  const next = units[first + 1]
  const rest = seconds % size
  const second = next === undefined ? 0 : Math.floor(rest / next[1])
  return `${Math.floor(seconds / size)} ${name}${next !== undefined && second > 0 ? ` ${second} ${next[0]}` : ''}`
}

/** once, twice, 3 times. */
export function times(n: number): string {
  if (n === 1) return 'once'
  return n === 2 ? 'twice' : `${count(n)} times`
}

/** 1 message, 312 messages. */
export function many(n: number, one: string, more: string): string {
  return `${count(n)} ${n === 1 ? one : more}`
}

/** 512 B · 1.5 KiB · 10 GiB. */
export function size(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024
    unit++
  }
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[unit]}`
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
