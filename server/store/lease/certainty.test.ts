import { beforeEach, expect, it } from 'vitest'
import { Certainty } from './certainty.ts'

let now: number
let certainty: Certainty

beforeEach(() => {
  now = 1_000
  certainty = new Certainty(() => now)
})

/** A sign of life that is answered after `ms`. */
const sign = (answer: boolean | number | null, ms = 0) =>
  certainty.of(async () => {
    now += ms
    return answer
  })

it('is there for 8 s after a sign of life was sent, not after it was answered', async () => {
  expect(certainty.doubt()).not.toBeNull()
  await sign(true, 3_000)
  expect(certainty.doubt()).toBeNull()
  now += 4_999
  expect(certainty.doubt()).toBeNull()
  now += 1
  expect(certainty.doubt()).not.toBeNull()
})

it('comes back with the next answer, and tells who waits for it', async () => {
  await sign(7)
  now += 60_000
  const doubt = certainty.doubt()
  await sign(true)
  await doubt
  expect(certainty.doubt()).toBeNull()
})

it.each([[false], [null]])('does not come from the answer %s, which says that another one owns it', async (answer) => {
  await sign(answer)
  expect(certainty.doubt()).not.toBeNull()
})

it('does not come from an answer that took too long', async () => {
  await sign(true, 8_000)
  expect(certainty.doubt()).not.toBeNull()
})

it('ends with the connection that holds the lease', async () => {
  await sign(true)
  certainty.shake()
  expect(certainty.doubt()).not.toBeNull()
})
