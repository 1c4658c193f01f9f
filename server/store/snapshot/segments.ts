import type { Prisma } from '../../../prisma/generated/client.ts'
import { type Catalogue, emptySegment, type Segment } from '../segments/catalogue.ts'
import { readTails, sizeOf, sumBytes } from './tail.ts'

type Tx = Prisma.TransactionClient

/** Fills the catalogue: sealed segments from what was written down, the others from a look at their ends. */
export async function loadSegments(tx: Tx, catalogue: Catalogue): Promise<void> {
  const ranges = await tx.segmentRange.findMany()
  for (const row of await tx.segment.findMany({ orderBy: { id: 'asc' } })) {
    const segment = emptySegment(row.id)
    segment.sealed = row.sealedAt !== null
    segment.lastAt = row.lastAt?.getTime() ?? 0
    if (!segment.sealed) await probe(tx, segment)
    catalogue.add(segment)
  }
  const byId = new Map(catalogue.all().map((segment) => [segment.id, segment]))
  for (const { segment, queueId, firstSeq, lastSeq, throughBytes } of ranges) {
    const range = { first: Number(firstSeq), last: Number(lastSeq), throughBytes: Number(throughBytes) }
    byId.get(segment)?.ranges.set(queueId, range)
  }
}

/** `throughBytes` follows when the queues' bytes are known. */
async function probe(tx: Tx, segment: Segment): Promise<void> {
  for (const { queueId, first, last, firstAt, lastAt } of await readTails(tx, segment)) {
    segment.ranges.set(queueId, { first, last, throughBytes: 0 })
    segment.firstAt = segment.firstAt === 0 ? firstAt : Math.min(segment.firstAt, firstAt)
    segment.lastAt = Math.max(segment.lastAt, lastAt)
  }
  // An empty one has its index's first page, which is none of the messages'.
  segment.bytes = segment.lastAt === 0 ? 0 : await sizeOf(tx, segment)
}

/**
 * Gives unsealed segments their `throughBytes`, from the newest back: a queue's bytes, less what newer segments hold.
 * There is more than one only where an owner was killed between rotating and sealing; only then one is read through.
 */
export async function measureUnsealed(
  tx: Tx,
  catalogue: Catalogue,
  bytesOf: (queueId: number) => number,
): Promise<void> {
  const unsealed = catalogue.all().filter(({ sealed, ranges }) => !sealed && ranges.size > 0)
  const newer = new Map<number, number>()
  for (const segment of unsealed.toReversed()) {
    for (const [queueId, range] of segment.ranges) range.throughBytes = bytesOf(queueId) - (newer.get(queueId) ?? 0)
    if (segment === unsealed[0]) return
    for (const { queueId, bytes } of await sumBytes(tx, segment)) {
      newer.set(queueId, (newer.get(queueId) ?? 0) + bytes)
    }
  }
}
