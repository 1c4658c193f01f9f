/** The same work for every peer, each on a queue of its own. */
import { counter, inWindow, LATENCY_MESSAGES, type Load, perSecond, WINDOW } from '../load.ts'
import { paced } from '../tasks/latency.ts'
import type { PeerClient } from './peer.ts'

export type PeerTask = 'publish' | 'publishMany' | 'drain' | 'pipeline' | 'pipelineMany' | 'latency'

export type Work = (peer: PeerClient, queue: string, load: Load) => Promise<number | number[]>

const publishAll = (peer: PeerClient, queue: string, load: Load): Promise<void> =>
  new Promise((resolve, reject) => {
    inWindow(load, (n, answered) => {
      peer.publish(queue, n).then(answered, reject)
    }).then(resolve)
  })

/** A call for each window's messages, one call after the other. */
async function publishAllMany(peer: PeerClient, queue: string, { messages, window }: Load): Promise<void> {
  if (peer.publishMany === undefined) throw new Error('This peer has no call for many.')
  const numbers = Array.from({ length: messages }, (_, n) => n)
  for (let from = 0; from < messages; from += window) await peer.publishMany(queue, numbers.slice(from, from + window))
}

const publish: Work = (peer, queue, load) => perSecond(load.messages, () => publishAll(peer, queue, load))

const publishMany: Work = (peer, queue, load) => perSecond(load.messages, () => publishAllMany(peer, queue, load))

/** What is stored already, from the first request to the last acknowledgement taken. */
const drain: Work = async (peer, queue, load) => {
  await (peer.publishMany === undefined ? publishAll : publishAllMany)(peer, queue, load)
  const all = counter(load.messages)
  return perSecond(load.messages, async () => {
    const consuming = await peer.consume(queue, load.prefetch, all.hit)
    await all.reached
    await consuming.stop()
  })
}

const pipelineOf =
  (publishing: typeof publishAll): Work =>
  async (peer, queue, load) => {
    const all = counter(load.messages)
    const consuming = await peer.consume(queue, load.prefetch, all.hit)
    return perSecond(load.messages, async () => {
      await Promise.all([publishing(peer, queue, load), all.reached])
      await consuming.stop()
    })
  }

/** Milliseconds from the publish to the handler. */
const latency: Work = async (peer, queue) => {
  const all = counter(LATENCY_MESSAGES)
  const sentAt: number[] = []
  const took: number[] = []
  const consuming = await peer.consume(queue, WINDOW, (n) => {
    took.push(performance.now() - (sentAt[n] ?? Number.NaN))
    all.hit()
  })
  await paced((n) => {
    sentAt[n] = performance.now()
    void peer.publish(queue, n)
  })
  await all.reached
  await consuming.stop()
  return took
}

export const TASKS: Readonly<Record<PeerTask, Work>> = {
  publish,
  publishMany,
  drain,
  pipeline: pipelineOf(publishAll),
  pipelineMany: pipelineOf(publishAllMany),
  latency,
}
