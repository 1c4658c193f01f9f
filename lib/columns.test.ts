import { expect, it } from 'vitest'
import { COLUMNS, columnsOf } from './columns.ts'

const client = (name: string, over: object = {}) => ({ client: name, connected: true, left: false, ...over })
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `s${String(n).padStart(4, '0')}`)

it('has all where they are few, those that are away first', () => {
  const clients = [client('here'), client('left', { left: true }), client('away', { connected: false })]
  expect(columnsOf(['b', 'a'], clients)).toEqual({ queued: ['a', 'b'], realtime: ['away', 'here', 'left'] })
})

it('has some of many, the one that is asked for among them', () => {
  const clients = numbered(5_000).map((name) => client(name))
  const { queued, realtime } = columnsOf(numbered(100), [...clients, client('z', { connected: false })], 's0099')
  expect(queued).toEqual(['s0099', ...numbered(COLUMNS.queued - 1)])
  expect(realtime).toEqual(['s0099', 'z', ...numbered(COLUMNS.realtime - 2)])
})
