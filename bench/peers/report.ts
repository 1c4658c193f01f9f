import { type Figures, short } from '../figures.ts'
import { LATENCY_PER_SECOND, MESSAGES } from '../load.ts'
import type { Report, Table, Target } from '../part.ts'
import { PLAIN_NAME, SDK_NAME } from './own.ts'
import type { Contender, Step } from './steps.ts'

const COLUMNS = ['publish', 'drain', 'deepDrain', 'pipeline', 'deepPipeline'] as const
const HEADS = ['publish', 'drain', 'drain, prefetch 1,000', 'pipeline', 'pipeline, window 2,048'] as const

/** `counts` is by contender and step: on how many messages it was measured. */
export function report(
  all: readonly Contender[],
  figures: Figures,
  counts: ReadonlyMap<string, number>,
  notes: readonly string[],
): Report {
  const many = all.filter(({ steps }) => steps.includes('publishMany'))
  const tables = [rates(all, figures), times(SDK_NAME, 'SDK', all, figures), times(PLAIN_NAME, 'plain', all, figures)]
  if (many.length > 0) tables.push(inCalls(many, figures))
  return {
    tables,
    targets: targets(figures),
    notes: [...all.map(({ name, about }) => `- ${name}: ${about}`), ...fewer(counts), ...notes],
  }
}

function rates(all: readonly Contender[], figures: Figures): Table {
  const rows = all.map(({ name }) => [
    name,
    ...COLUMNS.map((step) => short(figures.median(`${name} ${step}`))),
    ['P50', 'P99'].map((at) => short(figures.median(`${name} latency${at}`))).join(' / '),
  ])
  return { header: ['messages/s', ...HEADS, `p50 / p99 at ${LATENCY_PER_SECOND}/s, ms`], rows }
}

/** How many times as fast one of Holdline's clients is: the median of the rounds, and their range. */
function times(own: string, short: string, all: readonly Contender[], figures: Figures): Table {
  const rows = all
    .filter(({ name }) => name !== own)
    .map(({ name }) => [name, ...COLUMNS.map((step) => figures.ratioText(`${own} ${step}`, `${name} ${step}`))])
  return { header: [`${short} ÷`, ...HEADS], rows }
}

/** The SDK sends each message by a call of its own, and makes batches of them by itself. */
function inCalls(many: readonly Contender[], figures: Figures): Table {
  const rows = many.map(({ name }) => [
    name,
    short(figures.median(`${name} publishMany`)),
    figures.ratioText(`${SDK_NAME} publish`, `${name} publishMany`),
    short(figures.median(`${name} pipelineMany`)),
    figures.ratioText(`${SDK_NAME} pipeline`, `${name} pipelineMany`),
  ])
  return { header: ['messages/s, by 256 in a call', 'publish', 'SDK ÷', 'pipeline', 'SDK ÷'], rows }
}

function fewer(counts: ReadonlyMap<string, number>): string[] {
  const list = [...counts].filter(([, count]) => count < MESSAGES).map(([key, count]) => `${key} ${count}`)
  return list.length === 0 ? [] : [`On fewer messages: ${list.join(', ')}.`]
}

function targets(figures: Figures): Target[] {
  const ratio = (own: string, step: Step, other: string): number => figures.ratio(`${own} ${step}`, `${other} ${step}`)
  const atLeast = (what: string, wanted: number, measured: number): Target => ({
    what,
    wanted: { atLeast: wanted },
    measured,
  })
  const drain = (own: string, step: Step): number =>
    Math.min(ratio(own, step, 'RabbitMQ quorum'), ratio(own, step, 'RabbitMQ classic'))
  const worst = (at: string): number =>
    Math.max(...[SDK_NAME, PLAIN_NAME].map((name) => figures.median(`${name} latency${at}`)))
  const sdk = [
    ['RabbitMQ quorum', 2.5],
    ['JetStream', 3.5],
    ['BullMQ', 10],
    ['pg-boss', 60],
  ] as const
  return [
    ...sdk.map(([name, wanted]) => atLeast(`SDK pipeline / ${name}`, wanted, ratio(SDK_NAME, 'pipeline', name))),
    atLeast('SDK pipeline / RabbitMQ quorum, window 2,048', 3, ratio(SDK_NAME, 'deepPipeline', 'RabbitMQ quorum')),
    atLeast('plain pipeline / RabbitMQ quorum', 1.1, ratio(PLAIN_NAME, 'pipeline', 'RabbitMQ quorum')),
    atLeast('SDK drain / RabbitMQ, the faster one', 2.5, drain(SDK_NAME, 'drain')),
    atLeast('plain drain / RabbitMQ, the faster one', 0.8, drain(PLAIN_NAME, 'drain')),
    atLeast('plain drain / RabbitMQ, prefetch 1,000', 1, drain(PLAIN_NAME, 'deepDrain')),
    { what: `p50 at ${LATENCY_PER_SECOND}/s, ms`, wanted: { atMost: 1.5 }, measured: worst('P50') },
    { what: `p99 at ${LATENCY_PER_SECOND}/s, ms`, wanted: { atMost: 6 }, measured: worst('P99') },
  ]
}
