/** The client process: does one task at a time, as the parent asks, and answers its figure. */
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
}

export interface Job {
  readonly task: keyof typeof TASKS
  readonly url: string
  readonly queue: string
}

export type Answer = { readonly figure: number | number[] } | { readonly error: string }

process.on('message', async (job: Job) => {
  process.send?.(await answer(job))
})

async function answer({ task, url, queue }: Job): Promise<Answer> {
  try {
    return { figure: await TASKS[task](url, queue) }
  } catch (error) {
    return { error: error instanceof Error ? String(error.stack) : String(error) }
  }
}
