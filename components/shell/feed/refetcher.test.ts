import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTurn, Refetcher } from './refetcher.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
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

it('asks at the same moment in every tab, whenever each began', async () => {
  const at: number[][] = [[], []]
  const tabs = at.map((times) => new Refetcher(async ([word]) => void (word === 'queues' && times.push(Date.now()))))
  tabs[0]?.changed(['queues'])
  await vi.advanceTimersByTimeAsync(700)
  for (let i = 0; i < 12; i++) {
    for (const tab of tabs) tab.changed(['queues'])
    await vi.advanceTimersByTimeAsync(500)
  }
  const [first = [], second = []] = at
  expect([first[0], second[0]]).toEqual([1_000_000, 1_000_700])
  expect(first.slice(1)).toEqual([1_002_000, 1_004_000, 1_006_000])
  expect(second.slice(1)).toEqual(first.slice(1))
})

it('counts whole intervals from the nearest one, so that a timer that is early or late changes nothing', () => {
  expect([1_999, 2_000, 2_040].map((from) => nextTurn(from, 2_000, 1))).toEqual([4_000, 4_000, 4_000])
  expect([2_999, 3_000].map((from) => nextTurn(from, 2_000, 1))).toEqual([4_000, 6_000])
})

it('waits for a fetch that takes long, and begins the next four times as long after it', async () => {
  const answers: (() => void)[] = []
  const fetch = vi.fn((key: readonly string[]) =>
    key[0] === 'messages' ? new Promise<void>((done) => answers.push(done)) : Promise.resolve(),
  )
  const refetcher = new Refetcher(fetch)
  refetcher.changed(['messages:orders'])
  refetcher.changed(['messages:orders'])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(answers).toHaveLength(1)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(8_999)
  expect(answers).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(answers).toHaveLength(2)
})
