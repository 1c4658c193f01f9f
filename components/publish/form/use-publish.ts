'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { Delivery, PublishBody } from '@/lib/api.ts'
import { messageId } from '@/lib/client/publish/ids.ts'
import { audienceOptions, questionOf } from '@/lib/queries/audience.ts'
import { publishMessage } from '@/lib/queries/publish.ts'
import { ApiFailure } from '@/lib/queries/request.ts'
import { forget, nothingPublished, onPublished, published, remember } from './history.ts'
import { foreseenOf, type Result } from './results.ts'

/** Publishes, and remembers how it ended. With a queue only of what went there. */
export function usePublish(only: string | undefined): {
  results: readonly Result[]
  publish: (queue: string, message: PublishBody, delivery: Delivery) => Promise<void>
  clear: () => void
} {
  const queries = useQueryClient()
  const all = useSyncExternalStore(onPublished, published, nothingPublished)
  const results = useMemo(() => (only === undefined ? all : all.filter((one) => one.queue === only)), [all, only])

  const publish = useCallback(
    async (queue: string, given: PublishBody, delivery: Delivery) => {
      const { event, key } = given
      // With an id from the start, publishing again after an answer that never came is stored once.
      const message = { ...given, id: given.id ?? messageId() }
      const question = questionOf(queue, event, delivery, key ?? '')
      const foreseen = foreseenOf(queries.getQueryData(audienceOptions(question).queryKey), delivery)
      const began = performance.now()
      const ending = await attempt(queue, message)
      remember({ at: Date.now(), tookMs: performance.now() - began, queue, message, delivery, foreseen, ...ending })
    },
    [queries],
  )
  return { results, publish, clear: useCallback(() => forget(only), [only]) }
}

async function attempt(queue: string, message: PublishBody) {
  try {
    return { answer: await publishMessage(queue, message) }
  } catch (error) {
    const code = error instanceof ApiFailure && error.code !== null ? error.code : null
    return { refusal: { code, message: error instanceof Error ? error.message : 'The broker gave no reason.' } }
  }
}
