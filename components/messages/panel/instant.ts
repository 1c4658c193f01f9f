import { clock, DAY_MS } from '../../../lib/format.ts'

/** "12:04:10.412", with the day in front where it is not within the last one: "1 Mar, 12:04:10.412". */
export function instant(iso: string, now: number): string {
  const time = Date.parse(iso)
  const exact = `${clock(time)}.${String(time % 1_000).padStart(3, '0')}`
  if (now - time < DAY_MS) return exact
  return `${new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${exact}`
}

/** The two ends of a long id: "019ab3c1…9af2". */
export function shortId(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}
