import type { Job } from '../client.ts'
import { ClientProcess } from '../processes.ts'
import { type Contender, ONE_BY_ONE, STEPS } from './steps.ts'
import type { PeerTask } from './tasks.ts'

type Tasks = Readonly<Record<Exclude<PeerTask, 'publishMany' | 'pipelineMany'>, Job['task']>>

const SDK: Tasks = { publish: 'sdkPublish', drain: 'sdkDrain', pipeline: 'sdkPipeline', latency: 'sdkLatency' }
const PLAIN: Tasks = {
  publish: 'plainPublish',
  drain: 'plainDrain',
  pipeline: 'plainPipeline',
  latency: 'plainLatency',
}

export const SDK_NAME = 'Holdline, SDK'
export const PLAIN_NAME = 'Holdline, plain client'

/** Holdline as its two clients use it, each in a process of its own. What they leave stays in the log. */
export function ownContenders(url: string): readonly Contender[] {
  return [
    contender(SDK_NAME, 'lib/client: one call for each message; batches form by themselves', SDK, url),
    contender(PLAIN_NAME, 'socket.io-client: a packet and an acknowledgement for each message', PLAIN, url),
  ]
}

function contender(name: string, about: string, tasks: Tasks, url: string): Contender {
  const client = new ClientProcess()
  return {
    name,
    about,
    steps: ONE_BY_ONE,
    play: async (step, queue, messages) => {
      const { task, load } = STEPS[step]
      if (task === 'publishMany' || task === 'pipelineMany') throw new Error('Its calls for many are the same ones.')
      const whole = { ...load, messages }
      if (task === 'drain') await client.rate({ task: tasks.publish, url, queue, load: whole })
      return client.run({ task: tasks[task], url, queue, load: whole })
    },
    stop: () => client.stop(),
  }
}
