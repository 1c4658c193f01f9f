'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Delivery, PublishBody } from '@/lib/api.ts'
import { messageId } from '@/lib/client/publish/ids.ts'
import { audienceOptions } from '@/lib/queries/audience.ts'
import { publishMessage } from '@/lib/queries/publish.ts'
import { ApiFailure } from '@/lib/queries/request.ts'
import type { Result } from './results.ts'

/** Results of this tab that are kept on the page. */
const KEPT = 50

/** Publishes, and remembers how it ended. */
export function usePublish(): {
  results: readonly Result[]
  publish: (queue: string, message: PublishBody, delivery: Delivery) => Promise<void>
  clear: () => void
} {
  const queries = useQueryClient()
  const [results, setResults] = useState<readonly Result[]>([])
  const last = useRef(0)

  const publish = useCallback(
    async (queue: string, given: PublishBody, delivery: Delivery) => {
      const { event } = given
      // With an id from the start, publishing again after an answer that never came is stored once.
      const message = { ...given, id: given.id ?? messageId() }
      const audience = queries.getQueryData(audienceOptions({ queue, event, delivery }).queryKey)
      const began = performance.now()
      const outcome = await attempt(queue, message)
      last.current += 1
      const result: Result = {
        key: last.current,
        at: Date.now(),
        tookMs: performance.now() - began,
        queue,
        message,
        delivery,
        audience,
        ...outcome,
      }
      setResults((before) => [result, ...before].slice(0, KEPT))
    },
    [queries],
  )
  return { results, publish, clear: useCallback(() => setResults([]), []) }
}

async function attempt(queue: string, message: PublishBody) {
  try {
    return { answer: await publishMessage(queue, message) }
  } catch (error) {
    const code = error instanceof ApiFailure && error.code !== null ? error.code : null
    return { refusal: { code, message: error instanceof Error ? error.message : 'The broker gave no reason.' } }
  }
}
