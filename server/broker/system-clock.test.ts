import { expect, it } from 'vitest'
import { SystemClock } from './system-clock.ts'

it('goes on monotonically and is slewed to a wall that jumped, never back', () => {
  let wall = 1_000_000
  let mono = 0
  const clock = new SystemClock(
    () => wall,
    () => mono,
  )
  const pass = (ms: number): number => {
    mono += ms
    wall += ms
    return clock.now()
  }
  expect(pass(500)).toBe(1_000_500)
  wall -= 3_600_000
  let last = clock.now()
  for (let i = 0; i < 100; i++) {
    const now = pass(100)
    expect(now).toBeGreaterThanOrEqual(last)
    last = now
  }
  expect(last).toBeLessThan(1_010_500)
  expect(last).toBeGreaterThan(1_010_400)
})

it('never starts before the newest stored time', () => {
  const clock = new SystemClock(
    () => 1_000,
    () => 0,
  )
  clock.notBefore(5_000)
  clock.notBefore(2_000)
  expect(clock.now()).toBe(5_000)
})
