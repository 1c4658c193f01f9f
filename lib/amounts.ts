/** Times and sizes as people write them in a field, and written back so that they read as the same amount. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './format.ts'

const TIMES = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS, ms: 1 } as const
const SIZES = { TiB: 1024 ** 4, GiB: 1024 ** 3, MiB: 1024 ** 2, KiB: 1024, B: 1 } as const

/** `90 s`, `1.5 h` or `1 d 2 h` in milliseconds; `null` where it is none of them. */
export function readTime(text: string): number | null {
  if (!/^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d)\s*)+$/.test(text)) return null
  let sum = 0
  for (const [, value, unit] of text.matchAll(/([\d.]+)\s*(ms|s|m|h|d)/g)) sum += Number(value) * unitOf(TIMES, unit)
  return Math.round(sum)
}

/** `500 MiB`, `10GiB` or `2048` (bytes) in bytes; `null` where it is none of them. Units are powers of 1024. */
export function readSize(text: string): number | null {
  const [, value, unit = 'B'] = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]i?B|B)?\s*$/i.exec(text) ?? []
  if (value === undefined) return null
  const name = Object.keys(SIZES).find(
    (one) => one.replace('i', '').toLowerCase() === unit.replace(/i/i, '').toLowerCase(),
  )
  return Math.round(Number(value) * unitOf(SIZES, name))
}

/** 93600000 → "1 d 2 h": nothing is rounded away. */
export function writeTime(ms: number): string {
  let rest = ms
  const parts: string[] = []
  for (const [unit, size] of Object.entries(TIMES)) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)} ${unit}`)
    rest %= size
  }
  return parts.length === 0 ? '0 s' : parts.join(' ')
}

/** 10737418240 → "10 GiB": in the largest unit that it is a whole number of. */
export function writeSize(bytes: number): string {
  const [unit, size] = Object.entries(SIZES).find(([, one]) => bytes >= one && bytes % one === 0) ?? ['B', 1]
  return `${bytes / size} ${unit}`
}

function unitOf(units: Readonly<Record<string, number>>, name: string | undefined): number {
  return units[name ?? ''] ?? 0
}
