import { beforeEach, expect, it, vi } from 'vitest'
import { Bench } from './testing/bench.ts'

let bench: Bench

beforeEach(async () => {
  bench = await Bench.start()
  await bench.publish()
  for (const tab of ['tab-1', 'tab-2']) bench.shared.watches(tab, true)
})

const asTab = (tab: string) => ({ headers: { 'x-holdline-tab': tab } })
const ask = (path: string, tab: string) => bench.ask(path, asTab(tab))

it('makes one answer for all tabs', async () => {
  const made = vi.spyOn(bench.broker, 'queues')
  const answers = await Promise.all(['tab-1', 'tab-2', 'tab-1'].map((tab) => ask('/queues', tab)))
  expect(made).toHaveBeenCalledTimes(1)
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[1]?.headers.get('cache-control')).toBe('no-store')
  await ask('/queues?sort=name', 'tab-2')
  expect(made).toHaveBeenCalledTimes(2)
})

it('answers a script, and a tab that is told of nothing, for themselves', async () => {
  const made = vi.spyOn(bench.broker, 'queues')
  await ask('/queues', 'tab-1')
  await bench.ask('/queues')
  await ask('/queues', 'tab-3')
  expect(made).toHaveBeenCalledTimes(3)
})

it('lets who wrote read what it wrote', async () => {
  const paused = async () => (await ask('/queues/orders', 'tab-1')).body
  expect(await paused()).toMatchObject({ paused: false })
  await bench.ask('/queues/orders/pause', { method: 'POST', ...asTab('tab-1') })
  expect(await paused()).toMatchObject({ paused: true })
})

it('keeps what was on its way before a change from whoever asks after it', async () => {
  const answers: (() => void)[] = []
  const read = bench.memory.messageBySeq.bind(bench.memory)
  vi.spyOn(bench.memory, 'messageBySeq').mockImplementation(async (...asked) => {
    await new Promise<void>((resolve) => answers.push(resolve))
    return read(...asked)
  })
  const before = ask('/queues/orders/messages/1', 'tab-1')
  await vi.waitUntil(() => answers.length === 1)
  bench.shared.clear()
  const after = ask('/queues/orders/messages/1', 'tab-2')
  await vi.waitUntil(() => answers.length === 2)
  for (const go of answers) go()
  expect([(await before).status, (await after).status]).toEqual([200, 200])
})

it('shares no refusal', async () => {
  const first = await ask('/queues/nowhere', 'tab-1')
  expect(first.status).toBe(404)
  await bench.ask('/queues', { body: { name: 'nowhere' } })
  expect((await ask('/queues/nowhere', 'tab-2')).status).toBe(200)
})
