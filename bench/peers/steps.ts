import type { Load } from '../load.ts'
import type { PeerTask } from './tasks.ts'

/** What is measured, the same for all. Every one makes its own queue, and a peer removes it afterwards. */
export const STEPS = {
  publish: { task: 'publish', load: {} },
  publishMany: { task: 'publishMany', load: {} },
  drain: { task: 'drain', load: {} },
  /** As many as Holdline lets a consumer have. */
  deepDrain: { task: 'drain', load: { prefetch: 1_000 } },
  pipeline: { task: 'pipeline', load: {} },
  deepPipeline: { task: 'pipeline', load: { window: 2_048, prefetch: 1_000 } },
  pipelineMany: { task: 'pipelineMany', load: {} },
  latency: { task: 'latency', load: {} },
} as const satisfies Record<string, { task: PeerTask; load: Partial<Load> }>

export type Step = keyof typeof STEPS

export const ONE_BY_ONE: readonly Step[] = ['publish', 'drain', 'deepDrain', 'pipeline', 'deepPipeline', 'latency']
/** For those that have a call for many, too. */
export const ALL_STEPS: readonly Step[] = [...ONE_BY_ONE, 'publishMany', 'pipelineMany']

/** One that takes part: Holdline's two clients, and the peers. */
export interface Contender {
  readonly name: string
  /** Version and settings, for people. */
  readonly about: string
  readonly steps: readonly Step[]
  play(step: Step, queue: string, messages: number): Promise<number | number[]>
  stop(): void
}
