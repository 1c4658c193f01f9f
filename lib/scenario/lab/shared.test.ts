import { expect, it } from 'vitest'
import { type Action, reduce } from './action.ts'
import { queuedCounts } from './counts.ts'
import { actionsIn } from './schema.ts'
import { EMPTY_LAB, type LabState, MORE_NAMES, MOST_ROWS } from './state.ts'

const join = (name: string, by: string): Action => ({ do: 'join', row: { name }, by, at: 0 })
const played = (...actions: readonly Action[]): LabState => actions.reduce(reduce, EMPTY_LAB)

it('gives a name to the first who asks for it', () => {
  const state = played(join('laptop-2', 'one'), join('laptop-2', 'two'))
  expect(state.subscribers).toMatchObject([{ name: 'laptop-2', host: 'one' }])
})

it('has room for eight, and for another one when one has left', () => {
  const all = played(...MORE_NAMES.map((name) => join(name, 'one')), join('ninth', 'two'))
  expect(all.subscribers).toHaveLength(MOST_ROWS)
  const leave: Action = { do: 'leave', who: 'van', by: 'one', at: 0 }
  expect([leave, join('ninth', 'two')].reduce(reduce, all).subscribers.at(-1)?.name).toBe('ninth')
})

it('begins again with the same subscribers, plugged in and normal', () => {
  const publish = { count: 1, event: 'update', payload: null, delivery: 'queued' } as const
  const me = { by: 'one', at: 0 }
  const state = played(
    join('desk', 'one'),
    { do: 'mode', who: 'desk', mode: 'slow', ...me },
    { do: 'plug', who: 'desk', on: false, ...me },
    { do: 'publish', ids: ['m1'], publish, ...me },
    { do: 'clear', ...me },
  )
  expect(state.subscribers).toMatchObject([{ name: 'desk', plugged: true, mode: 'normal' }])
  expect([state.messages, state.log, queuedCounts(state).due]).toEqual([[], [], 0])
})

it('takes from the shared queue what is an action, and nothing else', () => {
  const action: Action = { do: 'nacked', who: 'desk', id: 'm1', last: true, at: 5 }
  expect(actionsIn({ actions: [action] })).toEqual([action])
  expect(actionsIn({ actions: [{ do: 'explode', who: 'desk', at: 5 }] })).toEqual([])
  expect(actionsIn('anything')).toEqual([])
})
