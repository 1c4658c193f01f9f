/** The same work for every peer. */
import { counter, inWindow, LATENCY_MESSAGES, MESSAGES, perSecond, WINDOW } from '../load.ts'
import { paced } from '../tasks/latency.ts'
import type { PeerClient } from './peer.ts'

export type PeerTask = 'publish' | 'publishMany' | 'drain' | 'pipeline' | 'latency'

export type Work = (peer: PeerClient, queue: string) => Promise<number | number[]>

const publishAll = (peer: PeerClient, queue: string): Promise<void> =>
  new Promise((resolve, reject) => {
    inWindow(MESSAGES, (n, answered) => {
      peer.publish(queue, n).then(answered, reject)
    }).then(resolve)
  })

async function publish(peer: PeerClient, queue: string): Promise<number> {
  await peer.declare(queue)
  return perSecond(MESSAGES, () => publishAll(peer, queue))
}

/** A call for each 256 messages, one call after the other. */
async function publishMany(peer: PeerClient, queue: string): Promise<number> {
  if (peer.publishMany === undefined) throw new Error('This peer has no call for many.')
  await peer.declare(queue)
  const numbers = Array.from({ length: MESSAGES }, (_, n) => n)
  return perSecond(MESSAGES, async () => {
    for (let from = 0; from < MESSAGES; from += WINDOW)
      await peer.publishMany?.(queue, numbers.slice(from, from + WINDOW))
  })
}

/** What is stored already, from the first request to the last acknowledgement taken. */
async function drain(peer: PeerClient, queue: string): Promise<number> {
  const all = counter(MESSAGES)
  return perSecond(MESSAGES, async () => {
    const consuming = await peer.consume(queue, WINDOW, all.hit)
    await all.reached
    await consuming.stop()
  })
}

async function pipeline(peer: PeerClient, queue: string): Promise<number> {
  await peer.declare(queue)
  const all = counter(MESSAGES)
  const consuming = await peer.consume(queue, WINDOW, all.hit)
  return perSecond(MESSAGES, async () => {
    await Promise.all([publishAll(peer, queue), all.reached])
    await consuming.stop()
  })
}

/** Milliseconds from the publish to the handler. */
async function latency(peer: PeerClient, queue: string): Promise<number[]> {
  await peer.declare(queue)
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

export const TASKS: Readonly<Record<PeerTask, Work>> = { publish, publishMany, drain, pipeline, latency }
