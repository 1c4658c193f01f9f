import { type Figures, short, table } from './figures.ts'

const RATES = [
  ['rawPublish', 'Socket.IO publish with ack, bare server'],
  ['rawRelay', 'Socket.IO relay with ack, bare server'],
  ['insert', 'Postgres insert, batches of 256'],
  ['plainPublish', 'publish, plain client'],
  ['plainDrain', 'drain, plain client'],
  ['plainPipeline', 'pipeline, plain client'],
  ['sdkPublish', 'publish, SDK'],
  ['sdkDrain', 'drain, SDK'],
  ['sdkPipeline', 'pipeline, SDK'],
] as const

/** What the figures are for: each as it is, and as it was meant to be. */
export function report(figures: Figures): string {
  const rates = RATES.map(([name, label]) => [
    label,
    short(figures.median(name)),
    figures.spread(name),
    figures.ratio(name, 'rawRelay').toFixed(2),
  ])
  return [
    table(['messages/s', 'median', 'range', '× relay'], rates),
    table(
      ['latency at 200/s, ms', 'p50', 'p99'],
      ['plain', 'sdk'].map((way) => latency(figures, way)),
    ),
    table(['target', 'wanted', 'measured'], targets(figures)),
  ].join('\n\n')
}

function latency(figures: Figures, way: string): string[] {
  return [
    way === 'sdk' ? 'SDK' : way,
    short(figures.median(`${way}LatencyP50`)),
    short(figures.median(`${way}LatencyP99`)),
  ]
}

function targets(figures: Figures): string[][] {
  const rows = Math.max(figures.median('plainPipelineRows'), figures.median('sdkPipelineRows'))
  const p50 = Math.max(figures.median('plainLatencyP50'), figures.median('sdkLatencyP50'))
  return [
    ['SDK pipeline / relay with ack', '≥ 1.2', figures.ratio('sdkPipeline', 'rawRelay').toFixed(2)],
    ['plain pipeline / relay with ack', '≥ 0.7', figures.ratio('plainPipeline', 'rawRelay').toFixed(2)],
    ['rows written per message', '≤ 1.05', rows.toFixed(3)],
    ['p50 at 200/s, ms', '≤ 3', p50.toFixed(2)],
  ]
}
