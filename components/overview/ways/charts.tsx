import { count } from '@/lib/format.ts'
import { piecesOf, type Step } from './steps.ts'

const HEIGHT = 48
const WIDTH = 240
/** A trend keeps a least scale, so that noise of a few stays flat. */
const LEAST_SCALE = 20

const FRAME = {
  width: '100%',
  height: HEIGHT,
  viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
  preserveAspectRatio: 'none',
} as const

interface ChartProps {
  steps: readonly Step[]
  /** The step that is being read. */
  at: number | null
}

/** Delivered, with what was missed standing hollow on top of it. Where the broker was down nothing stands. */
export function DeliveredChart({ steps, at }: ChartProps) {
  const most = Math.max(1, ...steps.map(({ delivered, missed }) => delivered + missed))
  const width = WIDTH / Math.max(1, steps.length)
  return (
    <svg {...FRAME} aria-hidden="true">
      <Cursor at={at} width={width} />
      {steps.map((step, index) => (
        <DeliveredBar key={step.from} step={step} x={index * width} width={width} most={most} />
      ))}
    </svg>
  )
}

function DeliveredBar({ step, x, width, most }: { step: Step; x: number; width: number; most: number }) {
  const { up, delivered, missed } = step
  if (!up) return <path d={`M${x} ${HEIGHT - 1}H${x + width}`} className="down" vectorEffect="non-scaling-stroke" />
  const height = (delivered / most) * (HEIGHT - 4)
  const gone = missed === 0 ? 0 : Math.max(3, (missed / most) * (HEIGHT - 4))
  const wide = Math.max(1, width - 1.6)
  return (
    <>
      <rect
        x={x}
        y={HEIGHT - Math.max(1, height)}
        width={wide}
        height={Math.max(1, height)}
        className={delivered === 0 ? 'bar none' : 'bar'}
      />
      {gone > 0 && (
        <rect
          x={x + 0.6}
          y={Math.max(0.6, HEIGHT - height - gone)}
          width={Math.max(0.6, wide - 1.2)}
          height={gone}
          className="bar hole"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </>
  )
}

/** How many wait. The line breaks where the broker was down. */
export function WaitingChart({ steps, at }: ChartProps) {
  const known = steps.filter(({ up }) => up).map(({ waiting }) => waiting)
  const low = Math.min(...known, Number.MAX_SAFE_INTEGER)
  const most = Math.max(low + LEAST_SCALE, ...known)
  const width = WIDTH / Math.max(1, steps.length)
  const x = (index: number) => ((index + 0.5) * width).toFixed(1)
  const y = (value: number) => (HEIGHT - 3 - ((value - low) / (most - low)) * (HEIGHT - 8)).toFixed(1)
  return (
    <svg {...FRAME} aria-hidden="true">
      <Cursor at={at} width={width} />
      {steps.map(({ from, up }, index) => (
        <path
          key={from}
          d={`M${(index * width).toFixed(1)} ${HEIGHT - 0.5}h${width.toFixed(1)}`}
          className={up ? 'axis' : 'down'}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {piecesOf(steps).map((piece) => {
        const [first] = piece
        // A step alone is a dash as wide as itself.
        const end = piece.length === 1 && first !== undefined ? `h${(width / 2).toFixed(1)}` : ''
        const d = piece.map(({ index, waiting }, at) => `${at === 0 ? 'M' : 'L'}${x(index)} ${y(waiting)}`).join('')
        return <path key={first?.index} d={`${d}${end}`} className="trend" vectorEffect="non-scaling-stroke" />
      })}
    </svg>
  )
}

function Cursor({ at, width }: { at: number | null; width: number }) {
  return at === null ? null : <rect x={at * width} y={0} width={width} height={HEIGHT} className="cursor" />
}

/** The text alternative of each chart. */
export function deliveredLabel(steps: readonly Step[], words: string): string {
  const most = Math.max(0, ...steps.map(({ delivered }) => delivered))
  const missed = steps.reduce((sum, step) => sum + step.missed, 0)
  return `Delivered in real time over ${words}, at most ${count(most)} in one step, with ${count(missed)} missed${gaps(steps)}`
}

export function waitingLabel(steps: readonly Step[], words: string): string {
  const known = steps.filter(({ up }) => up)
  return `Waiting over ${words}, from ${count(known[0]?.waiting ?? 0)} to ${count(known.at(-1)?.waiting ?? 0)}${gaps(steps)}`
}

const gaps = (steps: readonly Step[]): string => (steps.every(({ up }) => up) ? '' : '; a part of it is not known')
