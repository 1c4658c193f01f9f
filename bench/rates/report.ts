import { type Figures, short } from '../figures.ts'
import type { Report } from '../part.ts'

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

export function report(figures: Figures, durability: string): Report {
  const rates = RATES.map(([name, label]) => [
    label,
    short(figures.median(name)),
    figures.spread(name),
    figures.ratio(name, 'rawRelay').toFixed(2),
  ])
  const worst = (...names: readonly string[]): number => Math.max(...names.map((name) => figures.median(name)))
  const ways = ['plain', 'sdk'].map((way) => latency(figures, way))
  return {
    tables: [
      { header: ['messages/s', 'median', 'range', '× relay'], rows: rates },
      { header: ['latency at 200/s, ms', 'p50', 'p99'], rows: ways },
    ],
    targets: [
      { what: 'p50 at 200/s, ms', wanted: { atMost: 1.5 }, measured: worst('plainLatencyP50', 'sdkLatencyP50') },
      { what: 'p99 at 200/s, ms', wanted: { atMost: 6 }, measured: worst('plainLatencyP99', 'sdkLatencyP99') },
      {
        what: 'rows written per message',
        wanted: { atMost: 1.05 },
        measured: worst('plainPipelineRows', 'sdkPipelineRows'),
      },
    ],
    notes: [durability],
  }
}

function latency(figures: Figures, way: string): string[] {
  return [
    way === 'sdk' ? 'SDK' : way,
    short(figures.median(`${way}LatencyP50`)),
    short(figures.median(`${way}LatencyP99`)),
  ]
}
