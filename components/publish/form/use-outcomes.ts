'use client'
import { useQueries } from '@tanstack/react-query'
import type { MessagePage } from '@/lib/api.ts'
import { messageSpanOptions } from '@/lib/queries/messages.ts'
import { isSettled, type Outcome, outcomeOf, WINDOW, type Window, windowsOf } from './outcomes.ts'
import type { Result } from './results.ts'

export type Outcomes = (queue: string, seq: number) => Outcome | undefined

/** What became of the newest results: asked as the feed says that something changed, and no more once all are settled. */
export function useOutcomes(results: readonly Result[]): Outcomes {
  const windows = windowsOf(results)
  const asked = useQueries({
    queries: windows.map((window) => ({
      ...messageSpanOptions(window.queue, window.fromSeq, window.fromSeq + WINDOW - 1),
      enabled: ({ state }: { state: { data: MessagePage | undefined } }) => !allSettled(window, state.data),
    })),
  })
  return (queue, seq) => {
    const at = windows.findIndex((window) => window.queue === queue && window.seqs.includes(seq))
    return outcomeIn(asked[at]?.data, seq)
  }
}

function allSettled({ seqs }: Window, page: MessagePage | undefined): boolean {
  return seqs.every((seq) => {
    const outcome = outcomeIn(page, seq)
    return outcome !== undefined && isSettled(outcome)
  })
}

function outcomeIn(page: MessagePage | undefined, seq: number): Outcome | undefined {
  const message = page?.items.find((one) => one.seq === seq)
  return message === undefined ? undefined : outcomeOf(message.deliveries)
}
