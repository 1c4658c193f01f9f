'use client'
import { useCallback, useRef, useState } from 'react'
import { publishBatch } from '@/lib/queries/publish.ts'
import { batchesOf, type End, type Item, NOTHING_YET, type Progress, runMany } from './run.ts'

export interface ManyRun {
  readonly queue: string
  readonly total: number
  readonly state: End | 'running'
  readonly progress: Progress
  /** Time that it worked, waiting for a person left out. */
  readonly tookMs: number
}

/** One run at a time, and what became of it. */
export function useMany() {
  const [run, setRun] = useState<ManyRun | null>(null)
  const stop = useRef<AbortController>(null)
  const rest = useRef<AsyncIterator<Item[]>>(null)

  const go = useCallback(async (queue: string, total: number, from: Progress, tookBefore: number) => {
    const batches = rest.current
    if (batches === null) return
    const controller = new AbortController()
    stop.current = controller
    const began = performance.now()
    const took = () => tookBefore + performance.now() - began
    setRun({ queue, total, state: 'running', progress: from, tookMs: tookBefore })
    const end = await runMany({
      batches,
      from,
      publish: (messages) => publishBatch(queue, messages),
      onProgress: (progress) => setRun({ queue, total, state: 'running', progress, tookMs: took() }),
      signal: controller.signal,
    })
    setRun((before) => before && { ...before, state: end, tookMs: took() })
  }, [])

  const start = useCallback(
    (queue: string, total: number, items: AsyncIterable<Item> | Iterable<Item>) => {
      rest.current = batchesOf(items)
      return go(queue, total, NOTHING_YET, 0)
    },
    [go],
  )

  /** Once more what was refused and may be tried, by the same ids; then what is left, where it had halted. */
  const retry = useCallback(() => {
    if (run === null || run.state === 'running') return
    const { progress } = run
    const again = progress.refused.flatMap(({ line, message }) => (message === undefined ? [] : [{ line, message }]))
    const left = rest.current
    rest.current = both(batchesOf(again), run.state === 'done' ? null : left)
    const refused = progress.refused.filter((one) => one.message === undefined)
    void go(run.queue, run.total, { ...progress, done: progress.done - again.length, refused }, run.tookMs)
  }, [run, go])

  return { run, start, retry, cancel: () => stop.current?.abort(), clear: () => setRun(null) }
}

async function* both(first: AsyncIterator<Item[]>, then: AsyncIterator<Item[]> | null): AsyncGenerator<Item[]> {
  for (const batches of [first, then]) {
    if (batches === null) continue
    for (;;) {
      const { value, done } = await batches.next()
      if (done) break
      yield value
    }
  }
}
