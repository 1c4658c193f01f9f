import { expect, test } from 'vitest'
import { CommitTimes } from './times.ts'

function clocked() {
  let now = 0
  const times = new CommitTimes(() => now)
  const commit = async (tookMs: number) => {
    const measured = times.measure(Promise.resolve())
    now += tookMs
    await measured
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { times, commit, pass }
}

test('a slow commit counts for a minute, and without any there is no figure', async () => {
  const { times, commit, pass } = clocked()
  expect(times.quantile(0.99)).toBeNull()
  await commit(646)
  await commit(4)
  expect(times.quantile(0.99)).toBe(646)
  pass(59_997)
  expect(times.quantile(0.99)).toBe(4)
  pass(3)
  expect(times.quantile(0.99)).toBeNull()
})

test('of many commits the newest count', async () => {
  const { times, commit } = clocked()
  await commit(50)
  for (let i = 0; i < 1_000; i++) await commit(1)
  expect(times.quantile(1)).toBe(1)
})
