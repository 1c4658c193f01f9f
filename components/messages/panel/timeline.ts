/** One try as it stands on the clock, epoch milliseconds. */
export interface Try {
  readonly at: number
  readonly endedAt: number | null
  readonly outcome: 'inFlight' | 'acked' | 'nacked' | 'deadline' | 'disconnected'
  readonly retryAt: number | null
}

/** A piece of one delivery's track. `left` and `width` are percent of the whole clock. */
export interface Bar {
  readonly kind: 'ok' | 'fail' | 'lost' | 'flight' | 'wait' | 'planned'
  readonly left: number
  readonly width: number
}

/** The clock that all tracks of one message share: from its publishing to the last thing known. */
export interface Scale {
  readonly from: number
  readonly to: number
  /** Where now is, in percent; `null` once everything is over. */
  readonly now: number | null
}

/** A planned try has no length yet: it is drawn this wide, in percent. */
const PLANNED_WIDTH = 12

/** Lays the clock over every known time. While something waits or is in flight, it reaches beyond now. */
export function scaleOf(publishedAt: number, tries: readonly Try[], now: number): Scale {
  const live = tries.some((one) => one.outcome === 'inFlight' || (one.retryAt !== null && one.retryAt > now))
  const last = Math.max(publishedAt + 1, ...tries.flatMap((one) => [one.at, one.endedAt ?? now]))
  const planned = Math.max(0, ...tries.map((one) => one.retryAt ?? 0))
  // A tenth of room on the right, so that the planned box and the line of now stand free.
  const to = live ? Math.max(now, planned) + (Math.max(now, planned) - publishedAt) * 0.15 : last
  return { from: publishedAt, to, now: live ? percent(now, publishedAt, to) : null }
}

/** The bars of one delivery, from its real times only: a try, the wait until the next one, the planned one. */
export function barsOf(tries: readonly Try[], scale: Scale, now: number): readonly Bar[] {
  return tries.flatMap((one, index) => {
    const next = tries[index + 1]
    return [tried(one, scale, now), ...waited(one, next, scale)]
  })
}

function tried(one: Try, scale: Scale, now: number): Bar {
  const left = percent(one.at, scale.from, scale.to)
  const end = percent(one.endedAt ?? now, scale.from, scale.to)
  return { kind: KINDS[one.outcome], left, width: Math.max(0, end - left) }
}

const KINDS: Readonly<Record<Try['outcome'], Bar['kind']>> = {
  acked: 'ok',
  nacked: 'fail',
  deadline: 'fail',
  disconnected: 'lost',
  inFlight: 'flight',
}

function waited(one: Try, next: Try | undefined, scale: Scale): readonly Bar[] {
  const until = next?.at ?? one.retryAt
  if (one.endedAt === null || until === null || until < one.endedAt) return []
  const left = percent(one.endedAt, scale.from, scale.to)
  const end = percent(until, scale.from, scale.to)
  const wait: Bar = { kind: 'wait', left, width: Math.max(0, end - left) }
  return next === undefined ? [wait, { kind: 'planned', left: end, width: Math.min(PLANNED_WIDTH, 100 - end) }] : [wait]
}

function percent(time: number, from: number, to: number): number {
  return Math.min(100, Math.max(0, ((time - from) / (to - from)) * 100))
}

const MILLISECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
const SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400]
const TICKS = [...MILLISECONDS, ...SECONDS.map((s) => s * 1_000)]

/** One round time between start and end for the axis, milliseconds from the start; `null` where none stands free. */
export function tickOf(scale: Scale): number | null {
  const span = scale.to - scale.from
  const tick = TICKS.findLast((ms) => ms <= span * 0.4) ?? null
  if (tick === null) return null
  const at = (tick / span) * 100
  // The line of now has its word on the same axis: 14 % keeps both readable at the panel's width.
  return at < 12 || (scale.now !== null && Math.abs(at - scale.now) < 14) ? null : tick
}
