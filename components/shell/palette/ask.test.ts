import { expect, it } from 'vitest'
import { readAsk } from './ask.ts'

it('reads a queue and a seq, however the number is written', () => {
  expect(readAsk('orders 4711')).toMatchObject({ name: 'orders', seq: 4711, id: null })
  expect(readAsk(' orders #48,217 ')).toMatchObject({ name: 'orders', seq: 48_217 })
  expect(readAsk('4711')).toMatchObject({ name: '4711', seq: 4711 })
})

it('reads an id, alone or of a queue', () => {
  const id = '019ab3c1-7e10-7cc4-9af2-0d3c55b6e9af'
  expect(readAsk(id)).toMatchObject({ name: id, id, seq: null })
  expect(readAsk(`orders ${id}`)).toMatchObject({ name: 'orders', id })
})

it('looks for the name behind a verb', () => {
  expect(readAsk('pause orders').name).toBe('orders')
  expect(readAsk('Publish to or').name).toBe('or')
  expect(readAsk('pause').name).toBe('pause')
})

it('takes words for words', () => {
  expect(readAsk('dark theme')).toMatchObject({ name: 'dark', seq: null, id: null })
  expect(readAsk('')).toMatchObject({ name: '', seq: null, id: null })
})
