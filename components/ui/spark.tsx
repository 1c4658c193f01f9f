const WIDTH = 92
const HEIGHT = 20
const BARS = 30

/** Fifteen minutes in bars without an axis; `label` says what they count, the numbers follow for a screen reader. */
export function Spark({ values, label }: { values: readonly number[]; label: string }) {
  const bars = condense(values, BARS)
  const most = Math.max(1, ...bars)
  const step = WIDTH / BARS
  const total = bars.reduce((sum, value) => sum + value, 0)
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${label}: ${Math.round(total)}, most ${Math.round(most)}`}
    >
      {bars.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2, Math.round((value / most) * (HEIGHT - 1)))
        const x = (index * step).toFixed(1)
        return (
          <rect
            key={x}
            className={value === 0 ? 'lo' : undefined}
            x={x}
            y={HEIGHT - height}
            width="2"
            height={height}
          />
        )
      })}
    </svg>
  )
}

/** Adds neighbours up until there are `slots` values; a shorter series keeps its place at the right end. */
export function condense(values: readonly number[], slots: number): number[] {
  const size = Math.max(1, Math.ceil(values.length / slots))
  const result = new Array<number>(slots).fill(0)
  for (let index = 0; index < values.length; index += 1) {
    const slot = slots - 1 - Math.floor((values.length - 1 - index) / size)
    result[slot] = (result[slot] ?? 0) + (values[index] ?? 0)
  }
  return result
}
