import { expect, it } from 'vitest'
import { SharedAnswers } from './answers.ts'

const answer = (text: string) => Promise.resolve({ text, type: 'application/json' })

it('keeps an answer for moments', async () => {
  let now = 0
  const shared = new SharedAnswers(() => now)
  shared.keep('/a', answer('1'))
  now = 399
  expect((await shared.find('/a'))?.text).toBe('1')
  now = 400
  expect(await shared.find('/a')).toBeNull()
})

it('keeps the newest hundred', async () => {
  const shared = new SharedAnswers(() => 0)
  for (let i = 0; i <= 100; i++) shared.keep(`/${i}`, answer(String(i)))
  expect(await shared.find('/0')).toBeNull()
  expect((await shared.find('/1'))?.text).toBe('1')
  expect((await shared.find('/100'))?.text).toBe('100')
})

it('is for tabs that watch, and for nobody else', () => {
  const shared = new SharedAnswers(() => 0)
  shared.watches('tab-1', true)
  expect([shared.isFor('tab-1'), shared.isFor('tab-2'), shared.isFor(undefined)]).toEqual([true, false, false])
  shared.watches('tab-1', false)
  expect(shared.isFor('tab-1')).toBe(false)
})
