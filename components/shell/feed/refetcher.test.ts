import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Refetcher } from './refetcher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const names = (fetch: ReturnType<typeof vi.fn>) => fetch.mock.calls.map(([key]) => key.join(':'))

it('fetches at the first change at once, and what follows together', async () => {
  const fetch = vi.fn(async () => undefined)
  const refetcher = new Refetcher(fetch)
  for (let i = 0; i < 5; i++) refetcher.changed(['messages:orders'])
  expect(names(fetch)).toEqual(['messages:orders', 'queues', 'subscriptions', 'attention', 'audience'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(names(fetch).slice(5)).toEqual(['messages:orders', 'audience'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(names(fetch).slice(7)).toEqual(['queues', 'subscriptions', 'attention'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetch).toHaveBeenCalledTimes(10)
})

it('waits for a fetch that takes long', async () => {
  const answers: (() => void)[] = []
  const fetch = vi.fn((key: readonly string[]) =>
    key[0] === 'messages' ? new Promise<void>((done) => answers.push(done)) : Promise.resolve(),
  )
  const refetcher = new Refetcher(fetch)
  refetcher.changed(['messages:orders'])
  refetcher.changed(['messages:orders'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answers).toHaveLength(1)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toHaveLength(2)
})
