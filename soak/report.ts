import type { Figures } from './world/figures.ts'

const breachesShown = 20

const number = (value: number) => value.toLocaleString('en-GB')
const mib = (bytes: number) => `${number(Math.round(bytes / 1024 / 1024))} MiB`

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}

const faultsOf = ({ faults }: Figures) => [...faults].map(([kind, count]) => `${kind} ${count}`).join(', ')

/** One line of how far it is. */
export function progress(figures: Figures, elapsedMs: number, open: number): string {
  const { rounds, confirmed, deliveries, redeliveries } = figures
  const counts = `confirmed ${number(confirmed)}  delivered ${number(deliveries)}  again ${number(redeliveries)}`
  return `${clock(elapsedMs)}  round ${rounds + 1}  ${counts}  open ${number(open)}  | ${faultsOf(figures)}`
}

/** Everything that was counted, and the verdict as the last line. */
export function summary(figures: Figures, elapsedMs: number, gaveUp: readonly string[]): string {
  const perSecond = (count: number) => `${number(Math.round((count * 1_000) / elapsedMs))}/s`
  const rows: [string, string][] = [
    ['time', `${clock(elapsedMs)}, ${figures.rounds} rounds`],
    ['confirmed', `${number(figures.confirmed)} (${perSecond(figures.confirmed)})`],
    ['of them delayed', number(figures.delayed)],
    ['answered as duplicates', number(figures.duplicates)],
    ['deliveries', `${number(figures.deliveries)} (${perSecond(figures.deliveries)})`],
    ['of them again', number(figures.redeliveries)],
    ['settlements confirmed', number(figures.settled)],
    ['dead letters', number(figures.deadLetters)],
    ['notes checked', number(figures.checked)],
    ['faults', faultsOf(figures)],
    ['servers that gave up', number(gaveUp.length)],
    ...[...new Set(gaveUp)].map((why): [string, string] => ['', why]),
    ['memory of this process', mib(figures.peakBytes)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return ['', ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`), '', verdict(figures), ''].join('\n')
}

function verdict({ breaches, deliveries }: Figures): string {
  if (deliveries === 0) return 'verdict: nothing was delivered, so nothing is proven'
  if (breaches.length > 0) {
    const shown = breaches.slice(0, breachesShown).map((text) => `  ${text}`)
    return [`verdict: ${breaches.length} breaches, the first of them:`, ...shown].join('\n')
  }
  return 'verdict: nothing lost, nothing out of order, nothing twice after a confirmed settlement, no seq used twice'
}

export const isKept = ({ breaches, deliveries }: Figures) => breaches.length === 0 && deliveries > 0
