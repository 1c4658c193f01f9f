/** The client process: does one task at a time, as the parent asks, and answers its figure. */
import { cpuMs } from './cpu.ts'
import { LOAD, type Load, measured } from './load.ts'
import { durableBatched, durablePlain, fanout1, fanout16, rawFanout1, rawFanout16 } from './tasks/fanout.ts'
import { sdkDrainNewest, sdkDrainOldest } from './tasks/growth.ts'
import { plainDrain, plainLatency, plainPipeline, plainPublish } from './tasks/plain.ts'
import { rawPublish, rawRelay } from './tasks/raw.ts'
import { sdkDrain, sdkLatency, sdkPipeline, sdkPublish } from './tasks/sdk.ts'
import { sdkSteady } from './tasks/steady.ts'

const TASKS = {
  rawPublish,
  rawRelay,
  plainPublish,
  plainDrain,
  plainPipeline,
  plainLatency,
  sdkPublish,
  sdkDrain,
  sdkPipeline,
  sdkLatency,
  sdkSteady,
  rawFanout16,
  rawFanout1,
  fanout16,
  fanout1,
  durablePlain,
  durableBatched,
  sdkDrainNewest,
  sdkDrainOldest,
}

export interface Job {
  readonly task: keyof typeof TASKS
  readonly url: string
  readonly queue: string
  /** Where it is not the usual one. */
  readonly load?: Partial<Load>
  /** Of the server: what it spends in the measured time is answered, too. */
  readonly pid?: number
}

export type Answer = { readonly figure: number | number[]; readonly cpuMs: number } | { readonly error: string }

process.on('message', async (job: Job) => {
  process.send?.(await answer(job))
})

async function answer({ task, url, queue, load, pid }: Job): Promise<Answer> {
  let from = Number.NaN
  let spent = Number.NaN
  measured.begins = () => {
    if (pid !== undefined) from = cpuMs(pid)
  }
  measured.ends = () => {
    if (pid !== undefined) spent = cpuMs(pid) - from
  }
  try {
    return { figure: await TASKS[task](url, queue, { ...LOAD, ...load }), cpuMs: spent }
  } catch (error) {
    return { error: error instanceof Error ? String(error.stack) : String(error) }
  }
}
