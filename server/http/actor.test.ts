import { describe, expect, it } from 'vitest'
import { Bench } from './testing/bench.ts'

/** The name that the activity shows for what a script did that calls itself so. */
async function shownAs(name: string): Promise<unknown> {
  const bench = await Bench.start()
  await bench.publish()
  await bench.ask('/queues/orders/pause', {
    method: 'POST',
    headers: { 'X-Holdline-Client': encodeURIComponent(name) },
  })
  const { body } = await bench.ask('/activity?kind=queuePaused')
  return Object(body).items[0].by
}

describe('a name that a script gave itself', () => {
  it.each(['Ada Lovelace', '点検', '👩‍💻 Ada', 'עדה'])('is shown: %s', async (name) => {
    expect(await shownAs(name)).toEqual({ kind: 'api', name })
  })

  it.each([
    'Ada\tadmin',
    'Ada\nBob',
    'a\u007f',
    'a\u0085',
    'a\u2028b',
    '\u202eadA',
    '\u2066Ada',
    'Ada\u2069',
    'a\u200fb',
  ])('is left out where it would change what stands around it: %j', async (name) => {
    expect(await shownAs(name)).toEqual({ kind: 'api' })
  })
})
