import type { Subscription } from '@/lib/api.ts'
import { counted, duration } from '@/lib/format.ts'

const WIDTH = 64
const HEIGHT = 20
/** The least that the line's height stands for, so that a few messages more or less stay flat. */
const LEAST = 20

/** What waited for a subscription over the last 15 minutes, as a line without an axis. */
export function TrendLine({ subscription }: { subscription: Subscription }) {
  const { trend, growing } = subscription
  const { waiting, stepMs } = trend
  if (waiting.length < 2) return <span className="zero">none</span>
  const most = Math.max(LEAST, ...waiting)
  const step = WIDTH / (waiting.length - 1)
  const points = waiting.map((value, index) => {
    const y = HEIGHT - 2 - (value / most) * (HEIGHT - 4)
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`
  })
  const first = waiting[0] ?? 0
  const last = waiting.at(-1) ?? 0
  const span = duration(stepMs * (waiting.length - 1))
  return (
    <svg
      className={growing > 0.5 && last > LEAST ? 'trendline grows' : 'trendline'}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Waiting over ${span}: from ${counted(first, 'message')} to ${counted(last, 'message')}, most ${counted(Math.max(...waiting), 'message')}`}
    >
      <polyline points={points.join(' ')} />
    </svg>
  )
}
