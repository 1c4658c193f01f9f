import { condense } from '@/components/ui/spark.tsx'
import { count } from '@/lib/format.ts'

const BARS = 30
const HEIGHT = 48
const BAR_AREA = 214
const LINE_AREA = 276

/** Delivered per half minute, with what was missed standing hollow on top of it. */
export function DeliveredChart({ delivered, missed }: { delivered: readonly number[]; missed: readonly number[] }) {
  const solid = condense(delivered, BARS)
  const hollow = condense(missed, BARS)
  const most = Math.max(1, ...solid.map((value, index) => value + (hollow[index] ?? 0)))
  const step = BAR_AREA / BARS
  const total = count(missed.reduce((sum, value) => sum + value, 0))
  const label = `Delivered per half minute over 15 minutes, at most ${count(Math.max(...solid))}, with ${total} missed`
  return (
    <svg
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 ${BAR_AREA} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {solid.map((value, index) => {
        const x = (index * step).toFixed(1)
        const height = (value / most) * (HEIGHT - 4)
        const gone = ((hollow[index] ?? 0) / most) * (HEIGHT - 4)
        return (
          <g key={x}>
            <rect
              x={x}
              y={HEIGHT - Math.max(1, height)}
              width={step - 2}
              height={Math.max(1, height)}
              className={value === 0 ? 'bar none' : 'bar'}
            />
            {gone > 0 && (
              <rect
                x={Number(x) + 0.6}
                y={HEIGHT - height - Math.max(3, gone)}
                width={step - 3.2}
                height={Math.max(3, gone)}
                className="bar hole"
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** How many wait, over 15 minutes. A trend keeps a least scale, so that noise of a few stays flat. */
export function WaitingChart({ waiting }: { waiting: readonly number[] }) {
  const first = waiting[0] ?? 0
  const last = waiting.at(-1) ?? 0
  const low = Math.min(...waiting)
  const most = Math.max(low + 20, ...waiting)
  const x = (index: number) => ((index / Math.max(1, waiting.length - 1)) * LINE_AREA).toFixed(1)
  const y = (value: number) => (HEIGHT - 3 - ((value - low) / (most - low)) * (HEIGHT - 8)).toFixed(1)
  const path = waiting.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
  const label = `Waiting over 15 minutes, from ${count(first)} to ${count(last)}`
  return (
    <svg
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 ${LINE_AREA} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={`M0 ${HEIGHT - 0.5}H${LINE_AREA}`} className="axis" vectorEffect="non-scaling-stroke" />
      {waiting.length > 0 && <path d={path} className="trend" vectorEffect="non-scaling-stroke" />}
    </svg>
  )
}
