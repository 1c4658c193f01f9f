/** Medians and the table. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

/** Figures by name, one for each round. */
export class Figures {
  readonly #byName = new Map<string, number[]>()

  add(name: string, figure: number): void {
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), figure])
  }

  /** Of a series: its median and its 99th percentile. */
  addQuantiles(name: string, series: readonly number[]): void {
    this.add(`${name}P50`, median(series))
    this.add(`${name}P99`, quantile(series, 0.99))
  }

  /** Forgets what was measured so far: the warm-up. */
  clear(): void {
    this.#byName.clear()
  }

  /** Every figure of every round. */
  all(): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(this.#byName)
  }

  median(name: string): number {
    return median(this.#byName.get(name) ?? [])
  }

  last(name: string): number {
    return this.#byName.get(name)?.at(-1) ?? Number.NaN
  }

  spread(name: string): string {
    const values = this.#byName.get(name) ?? []
    return `${short(Math.min(...values))}–${short(Math.max(...values))}`
  }

  /** Median of the ratios within each round: what slowed a round down slowed both. */
  ratio(name: string, to: string): number {
    return median(this.ratios(name, to))
  }

  /** One for each round. */
  ratios(name: string, to: string): number[] {
    const others = this.#byName.get(to) ?? []
    return (this.#byName.get(name) ?? []).map((value, round) => value / (others[round] ?? Number.NaN))
  }

  /** The median, and the least and the most of the rounds; nothing where it was not measured. */
  ratioText(name: string, to: string): string {
    const ratios = this.ratios(name, to)
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
    if (!Number.isFinite(least) || !Number.isFinite(most)) return ''
    return `${digits(median(ratios))} (${digits(least)}–${digits(most)})`
  }
}

const digits = (ratio: number): string => ratio.toFixed(ratio >= 10 ? 0 : 2)

export function short(value: number): string {
  if (Number.isNaN(value)) return ''
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)}k`
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

/** As Markdown, so that it can stand in a document as it is. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
