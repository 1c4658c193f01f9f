/** Numbers, sizes and times as the pages say them: 48,217 · 42/s · 9.6 s · 4 m 12 s · 12 KiB · 12:04:34. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** 48217 → "48,217". */
export function count(value: number): string {
  return whole.format(value)
}

/** "1 message", "6 messages": the count and its noun. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`
}

/** A rate's figure without its "/s": one digit below 10, whole above. */
export function perSecond(value: number): string {
  return value < 10 ? oneDigit.format(value) : whole.format(value)
}

/** Milliseconds as people say them: "0.3 ms", "140 ms", "9.6 s", "42 s", "4 m 12 s", "2 h 34 m", "1 d 2 h". */
export function duration(ms: number): string {
  const value = Math.max(0, ms)
  if (value < 10) return `${oneDigit.format(value)} ms`
  if (value < SECOND_MS) return `${whole.format(value)} ms`
  if (value < 10 * SECOND_MS) return `${oneDigit.format(Math.floor(value / 100) / 10)} s`
  if (value < MINUTE_MS) return `${Math.floor(value / SECOND_MS)} s`
  if (value < HOUR_MS) return pair(value, MINUTE_MS, 'm', SECOND_MS, 's')
  if (value < DAY_MS) return pair(value, HOUR_MS, 'h', MINUTE_MS, 'm')
  return pair(value, DAY_MS, 'd', HOUR_MS, 'h')
}

/** Seconds with a tenth, for what a person just watched: "0.4 s". Never less than a tenth. */
export function tenths(ms: number): string {
  return ms < 10 * SECOND_MS ? `${(Math.max(100, ms) / SECOND_MS).toFixed(1)} s` : duration(ms)
}

function pair(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small)
  const head = `${Math.floor(ms / large)} ${largeUnit}`
  return rest === 0 ? head : `${head} ${rest} ${smallUnit}`
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** 12288 → "12 KiB". */
export function bytes(value: number): string {
  let rest = value
  let unit = 0
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${rest < 10 && unit > 0 ? oneDigit.format(rest) : whole.format(rest)} ${UNITS[unit] ?? 'B'}`
}

/** The zone that times are told in: a name of the tz database, or `undefined` for the reader's own. */
export type TimeZone = 'UTC' | undefined

let told: TimeZone

/** From now on, times that name no zone of their own are told in this one: a person's choice, in the browser alone. */
export function tellTimesIn(zone: TimeZone): void {
  told = zone
}

const made = new Map<string, Intl.DateTimeFormat>()

// Making a formatter takes some 50 µs, using one less than 1: a table draws hundreds of times.
function formatter(name: 'clock' | 'day' | 'date' | 'zone', zone: TimeZone): Intl.DateTimeFormat {
  const key = `${name} ${zone ?? ''}`
  const known = made.get(key)
  if (known !== undefined) return known
  const fresh = new Intl.DateTimeFormat('en-GB', { ...FORMATS[name], ...(zone !== undefined && { timeZone: zone }) })
  made.set(key, fresh)
  return fresh
}

const FORMATS = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  date: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  zone: { timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** The time of day: "12:04:34". The zone itself stands in the status bar. */
export function clock(time: number | string, where: TimeZone = told): string {
  return formatter('clock', where).format(new Date(time))
}

/** The same with its day in front where it is not today: "3 Mar, 12:04:34". `now` is epoch ms. */
export function moment(time: number | string, now = Date.now(), where: TimeZone = told): string {
  const date = formatter('date', where)
  const at = new Date(time)
  if (date.format(at) === date.format(now)) return clock(time, where)
  return `${formatter('day', where).format(at)}, ${clock(time, where)}`
}

/** The same with tenths, where several things happen in one second: "12:04:21.8". */
export function clockTenths(time: number, where: TimeZone = told): string {
  return `${clock(time, where)}.${Math.floor((time % SECOND_MS) / 100)}`
}

/** The same to the millisecond: "12:04:34.512", "3 Mar, 12:04:34.512". */
export function exactMoment(time: number | string, now = Date.now(), where: TimeZone = told): string {
  return `${moment(time, now, where)}.${millis(time)}`
}

function millis(time: number | string): string {
  return String(new Date(time).getUTCMilliseconds()).padStart(3, '0')
}

/** Reads a day and a time that name no zone, "2026-03-01T12:04", in the zone that times are told in. NaN for neither. */
export function readTime(text: string, where: TimeZone = told): number {
  return Date.parse(where === 'UTC' ? `${text}Z` : text)
}

/** The other way, as an input for a day and a time takes it: "2026-03-01T12:04:34". */
export function fieldTime(time: number | string, where: TimeZone = told): string {
  const at = new Date(time)
  const offset = where === 'UTC' ? 0 : at.getTimezoneOffset() * MINUTE_MS
  return new Date(at.getTime() - offset).toISOString().slice(0, 19)
}

/** All of a time: "Sun, 1 Mar 2026, 12:04:34.512 UTC". */
export function wholeTime(time: number | string, where: TimeZone = told): string {
  const at = new Date(time)
  return `${formatter('date', where).format(at)}, ${clock(time, where)}.${millis(time)} ${zone(at.getTime(), where)}`
}

/** How far a time is from now: "now", "9 s ago", "in 4 m", "2 h 34 m ago". Seconds only within the first minute. */
export function distance(time: number | string, now: number): string {
  const ms = new Date(time).getTime() - now
  const size = Math.abs(ms)
  if (size < SECOND_MS) return 'now'
  const unit = size < MINUTE_MS ? SECOND_MS : MINUTE_MS
  const words = duration(Math.floor(size / unit) * unit).replace('.0', '')
  return ms > 0 ? `in ${words}` : `${words} ago`
}

/** The reader's own zone as a word, whatever times are told in. */
export function ownZone(time: number): string {
  return zoneWord(formatter('zone', undefined), time)
}

/** A zone as a word: "UTC", "GMT+2". */
export function zone(time: number, where: TimeZone = told): string {
  return zoneWord(formatter('zone', where), time)
}

function zoneWord(format: Intl.DateTimeFormat, time: number): string {
  return format.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`
}

/** A list that stays readable: "a, b, c and 4 more". `all`: how many there are, where not all are named. */
export function listedShort(names: readonly string[], most = 3, all = names.length): string {
  if (all <= most && all === names.length) return listed(names)
  const some = names.slice(0, most)
  return `${some.join(', ')} and ${count(all - some.length)} more`
}
