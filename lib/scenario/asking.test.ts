import { describe, expect, it } from 'vitest'
import { askingOf, askingWords, type Look } from './asking.ts'
import { readScenario } from './file/parse.ts'

const subscribers = [{ name: 'desk' }]
const steps: readonly object[] = [{ publish: { count: 6 } }, { publish: { event: 'created', delivery: 'realtime' } }]

function scenario(over: object) {
  const read = readScenario({ holdline: 1, name: 'x', queue: 'orders', subscribers, steps, ...over })
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join())
  return read.scenario
}

const listener = (name: string) => ({ name, delivery: 'queued' as const, why: '' })
const none = { queued: 0, realtime: 0 }

/** A broker with the queue `orders`: two listen to `update`, one of them to `created`, too; and many more. */
function look(more = 0): Look {
  return {
    exists: async (queue) => queue === 'orders' || queue === 'lab',
    audience: async (_queue, event) => {
      const waits = event === 'update' ? [listener('mail')] : []
      const now = { queued: 2 + more, realtime: 0 }
      const counts = { now, waits: { ...none, queued: waits.length }, misses: none, notListening: none }
      return { now: [listener('billing'), listener('lab-0a1b-desk')], waits, counts }
    },
  }
}

describe('a file', () => {
  it('that names a queue in use asks, and says how many messages go to whom', async () => {
    const asking = await askingOf(scenario({}), look(), 'lab-0a1b-')
    expect(asking).toEqual({ queue: 'orders', messages: 7, names: ['billing', 'mail'], listeners: 2 })
    expect(asking && askingWords(asking)).toBe('7 messages would go to orders: billing and mail get them.')
    expect(await askingOf(scenario({}), look(40), 'lab-0a1b-')).toMatchObject({ listeners: 42 })
  })

  it.each([
    ['names no queue', { queue: undefined }],
    ['names the queue of the Lab', { queue: 'lab' }],
    ['names one that there is not', { queue: 'new' }],
    ['publishes nothing', { steps: [{ unplug: 'desk' }] }],
  ])('that %s plays at once', async (_what, over) => {
    expect(await askingOf(scenario(over), look())).toBeNull()
  })
})

it('a queue where nobody listens says so', () => {
  const asking = { queue: 'orders', messages: 1, names: [], listeners: 0 }
  expect(askingWords(asking)).toBe('1 message would go to orders: nobody gets it.')
})
