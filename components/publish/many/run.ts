import type { PublishBatchAck, PublishBody } from '@/lib/api.ts'
import { LIMITS, utf8Bytes } from '@/lib/protocol.ts'
import { ApiFailure } from '@/lib/queries/request.ts'

/** A message on its way, or a line that is none. `line`: its place in the file, or its number. */
export type Item =
  | { readonly line: number; readonly message: PublishBody & { readonly id: string } }
  | { readonly line: number; readonly fault: string }

/** What was not taken. With its message it can be tried again, by the same id. */
export interface Refused {
  readonly line: number
  readonly code: string | null
  readonly reason: string
  readonly message?: PublishBody & { readonly id: string }
}

export interface Progress {
  /** Answered so far, the refused among them. */
  readonly done: number
  readonly stored: number
  readonly duplicates: number
  /** Real time, or for later: what has no place in the queue. */
  readonly sent: number
  readonly scheduled: number
  readonly firstSeq: number | null
  readonly lastSeq: number | null
  readonly refused: readonly Refused[]
}

export const NOTHING_YET: Progress = {
  done: 0,
  stored: 0,
  duplicates: 0,
  sent: 0,
  scheduled: 0,
  firstSeq: null,
  lastSeq: null,
  refused: [],
}

/** So many are kept to be shown and tried again; a run that is refused that often has something else wrong with it. */
export const REFUSED_MOST = 5_000

/** Below the wire's limit: names, commas and the rest of a batch are not counted here. */
const BATCH_BYTES = LIMITS.batchBytes - 64 * 1024

export interface Run {
  /** Kept open when the run ends before them, so that another can go on with what is left. */
  readonly batches: AsyncIterator<Item[]>
  /** What an earlier part of it came to. */
  readonly from: Progress
  readonly publish: (messages: readonly PublishBody[]) => Promise<PublishBatchAck>
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** How a run ended. `halted`: the broker takes nothing now; what was not taken is among the refused. */
export type End = 'done' | 'cancelled' | 'halted'

/** Publishes in batches, one after the other, in order. */
export async function runMany({ batches, from, publish, onProgress, signal }: Run): Promise<End> {
  let progress = from
  while (!signal.aborted) {
    const { value: batch, done } = await batches.next()
    if (done) return 'done'
    const { next, halted } = await send(batch, publish, progress)
    progress = next
    onProgress(progress)
    if (halted || progress.refused.length >= REFUSED_MOST) return 'halted'
  }
  return 'cancelled'
}

/** Messages as they go out together: at most 500, and below a megabyte. */
export async function* batchesOf(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = []
  let bytes = 0
  for await (const item of items) {
    const size = 'message' in item ? utf8Bytes(JSON.stringify(item.message)) : 0
    if (batch.length === LIMITS.batchMessages || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

async function send(batch: readonly Item[], publish: Run['publish'], before: Progress) {
  const faulty = batch.filter((item) => 'fault' in item)
  const good = batch.filter((item) => 'message' in item)
  const refused: Refused[] = faulty.map(({ line, fault }) => ({ line, code: null, reason: fault }))
  const progress = { ...before, done: before.done + batch.length }
  let halted = false
  if (good.length > 0) {
    try {
      const { results } = await publish(good.map(({ message }) => message))
      for (const [index, answer] of results.entries()) {
        const item = good[index]
        if (answer.ok) count(progress, answer)
        else if (item) refused.push({ ...item, code: answer.error.code, reason: answer.error.message })
      }
      // A queue that is full, or a storage that is away, is so for the rest of a file too.
      halted = results.length > 0 && results.every((answer) => !answer.ok && answer.error.retryable)
    } catch (error) {
      const code = error instanceof ApiFailure ? error.code : null
      const reason = error instanceof Error ? error.message : 'The broker gave no reason.'
      refused.push(...good.map((item) => ({ ...item, code, reason })))
      halted = true
    }
  }
  refused.sort((a, b) => a.line - b.line)
  return { next: { ...progress, refused: [...before.refused, ...refused].slice(0, REFUSED_MOST) }, halted }
}

type Taken = Extract<PublishBatchAck['results'][number], { readonly ok: true }>

function count(progress: { -readonly [Field in keyof Progress]: Progress[Field] }, answer: Taken): void {
  if ('duplicate' in answer && answer.duplicate) progress.duplicates += 1
  else if ('dueAt' in answer) progress.scheduled += 1
  else if (answer.seq === null) progress.sent += 1
  else {
    progress.stored += 1
    progress.firstSeq ??= answer.seq
    progress.lastSeq = answer.seq
  }
}
