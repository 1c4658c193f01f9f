import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PublishBatchAck, PublishBody } from '@/lib/api.ts'
import { cutCsv } from './cut-csv.ts'
import type { Cutter, Entry } from './cut-lines.ts'
import { readFile } from './read-file.ts'
import { batchesOf, type Item, NOTHING_YET, type Progress, runMany } from './run.ts'

async function read(name: string, text: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of readFile(new File([text], name))) entries.push(entry)
  return entries
}

describe('a file', () => {
  it('of lines gives each its payload, and says of a bad one what is wrong', async () => {
    expect(await read('a.ndjson', '{"a":1}\n\n{"a":}\r\n[2]')).toEqual([
      { line: 1, payload: { a: 1 } },
      { line: 3, fault: expect.stringContaining('not expected') },
      { line: 4, payload: [2] },
    ])
  })

  it('that is one array gives its elements', async () => {
    expect(await read('a.json', ' [ {"a": [1, "],\\"x"]},\n "b", 3 ]\n')).toEqual([
      { line: 1, payload: { a: [1, '],"x'] } },
      { line: 2, payload: 'b' },
      { line: 2, payload: 3 },
    ])
    expect(await read('a.json', '[1, 2')).toEqual([
      { line: 1, payload: 1 },
      { line: 1, fault: expect.stringContaining('no end') },
    ])
  })

  it('of rows gives objects of text', async () => {
    expect(await read('a.csv', 'id,note\r\n007,"a ""b"",\nc"\n8\n9,\n')).toEqual([
      { line: 2, payload: { id: '007', note: 'a "b",\nc' } },
      { line: 4, fault: 'It has 1 field, and the first line names 2.' },
      { line: 5, payload: { id: '9', note: '' } },
    ])
  })

  it('gives any value back, whatever the pieces that it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const payloads = (entries: Entry[]) => entries.map((entry) => ('payload' in entry ? entry.payload : entry))
        const same = JSON.parse(JSON.stringify(values))
        expect(payloads(await read('a.json', JSON.stringify(values, null, 1)))).toEqual(same)
        expect(payloads(await read('a.jsonl', values.map((one) => JSON.stringify(one)).join('\n')))).toEqual(same)
      }),
      { numRuns: 50 },
    )
  })

  it('of rows is cut alike in pieces of any size', () => {
    const text = 'a,b\n"1 ""x""\ny",2\n3,"4"\n'
    const whole = (cutter: Cutter, pieces: Iterable<string>) => [
      ...[...pieces].flatMap((piece) => [...cutter.push(piece)]),
      ...cutter.end(),
    ]
    expect(whole(cutCsv(), text)).toEqual(whole(cutCsv(), [text]))
  })
})

describe('a run', () => {
  const message = (id: string): PublishBody & { id: string } => ({ event: 'created', payload: 1, id })
  const items = (count: number): Item[] =>
    Array.from({ length: count }, (_, index) => ({ line: index + 1, message: message(`m${index + 1}`) }))

  function broker(refuses: (id: string) => string | null = () => null) {
    const calls: string[][] = []
    let seq = 0
    const publish = async (messages: readonly PublishBody[]): Promise<PublishBatchAck> => {
      calls.push(messages.map(({ id = '' }) => id))
      const results = messages.map(({ id = '' }) => {
        const code = refuses(id)
        if (code === null) return { ok: true as const, id, seq: ++seq }
        const error = { code: 'E_FULL' as const, message: code, retryable: code === 'full' }
        return { ok: false as const, error }
      })
      return { ok: true, results }
    }
    return { calls, publish }
  }
  async function run(all: Iterable<Item>, publish: (messages: readonly PublishBody[]) => Promise<PublishBatchAck>) {
    let progress: Progress = NOTHING_YET
    const stop = new AbortController()
    const end = await runMany({
      batches: batchesOf(all),
      from: NOTHING_YET,
      publish,
      onProgress: (next) => (progress = next),
      signal: stop.signal,
    })
    return { end, progress }
  }

  it('goes in batches of 500, in order, and says what was stored', async () => {
    const { calls, publish } = broker()
    const { end, progress } = await run(items(1_200), publish)
    expect(calls.map((ids) => ids.length)).toEqual([500, 500, 200])
    expect(calls.flat()).toEqual(items(1_200).map((item) => ('message' in item ? item.message.id : '')))
    expect({ end, ...progress }).toMatchObject({ end: 'done', done: 1_200, stored: 1_200, firstSeq: 1, lastSeq: 1_200 })
  })

  it('goes in batches below a megabyte', async () => {
    const { calls, publish } = broker()
    const large = items(10).map((item) => ({ ...item, message: { ...message('x'), payload: 'x'.repeat(250_000) } }))
    await run(large, publish)
    expect(calls.map((ids) => ids.length)).toEqual([3, 3, 3, 1])
  })

  it('leaves out what is no message, goes on after a refusal, and keeps both by line', async () => {
    const { publish } = broker((id) => (id === 'm3' ? 'bad' : null))
    const { end, progress } = await run([...items(4), { line: 5, fault: 'no JSON' }], publish)
    expect(end).toBe('done')
    expect(progress).toMatchObject({ done: 5, stored: 3 })
    expect(progress.refused).toEqual([
      { line: 3, code: 'E_FULL', reason: 'bad', message: message('m3') },
      { line: 5, code: null, reason: 'no JSON' },
    ])
  })

  it('halts where the broker takes nothing any more, and can go on with the same ids', async () => {
    const { calls, publish } = broker(() => 'full')
    const { end, progress } = await run(items(1_200), publish)
    expect(end).toBe('halted')
    expect(calls).toHaveLength(1)
    expect(progress.refused.map((one) => one.message?.id)).toEqual(calls[0])
  })
})
