import { expect, test, vi } from 'vitest'
import { Intake, PAUSE_AT_MOST_MS } from './intake.ts'

function valve(canPause = true) {
  const timers: { ms: number; task: () => void }[] = []
  const cancel = vi.fn()
  const after = vi.fn((ms: number, task: () => void) => {
    timers.push({ ms, task })
    return cancel
  })
  return { pause: vi.fn(() => canPause), resume: vi.fn(), after, cancel, timers }
}

function fill(intake: Intake, packets: number, bytes = 100): boolean[] {
  return Array.from({ length: packets }, () => intake.admit(bytes))
}

function confirm(intake: Intake, packets: number, bytes = 100): void {
  for (let i = 0; i < packets; i++) intake.confirmed(bytes)
}

test('above 4,096 packets reading stops, until half are confirmed', () => {
  const gate = valve()
  const intake = new Intake(gate)
  fill(intake, 4_096)
  expect(gate.pause).not.toHaveBeenCalled()
  fill(intake, 1)
  expect(gate.pause).toHaveBeenCalledTimes(1)
  confirm(intake, 2_048)
  expect(gate.resume).not.toHaveBeenCalled()
  confirm(intake, 1)
  expect(gate.resume).toHaveBeenCalledTimes(1)
  expect(gate.cancel).toHaveBeenCalledTimes(1)
})

test('above 16 MiB likewise', () => {
  const gate = valve()
  const intake = new Intake(gate)
  fill(intake, 16, 1_048_576)
  expect(gate.pause).not.toHaveBeenCalled()
  intake.admit(1)
  expect(gate.pause).toHaveBeenCalledTimes(1)
  confirm(intake, 8, 1_048_576)
  expect(gate.resume).not.toHaveBeenCalled()
  intake.confirmed(1)
  expect(gate.resume).toHaveBeenCalledTimes(1)
})

test('what was read before the pause is still taken', () => {
  const intake = new Intake(valve())
  expect(fill(intake, 4_500).every(Boolean)).toBe(true)
})

test('after 5 s of pause it reads again, and refuses until half are confirmed', () => {
  const gate = valve()
  const intake = new Intake(gate)
  fill(intake, 4_097)
  expect(gate.timers).toMatchObject([{ ms: PAUSE_AT_MOST_MS }])
  gate.timers[0]?.task()
  expect(gate.resume).toHaveBeenCalledTimes(1)
  expect(intake.admit(100)).toBe(false)
  expect(intake.unconfirmed).toBe(4_097)
  confirm(intake, 2_049)
  expect(intake.admit(100)).toBe(true)
  expect(gate.resume).toHaveBeenCalledTimes(1)
})

test('where reading cannot stop, it refuses at once', () => {
  const intake = new Intake(valve(false))
  fill(intake, 4_097)
  expect(intake.admit(100)).toBe(false)
  confirm(intake, 2_049)
  expect(intake.admit(100)).toBe(true)
})
