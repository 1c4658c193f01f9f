import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { QueuedMessage } from '../../broker/model.ts'
import type { Page } from '../../broker/ports.ts'
import { answered, storageError } from '../database/faults.ts'
import { type Catalogue, type Range, type Segment, segmentTable } from '../segments/catalogue.ts'
import { type Measure, measureStretch } from './measure.ts'
import { queuedMessage, readPage, type Stretch } from './page.ts'
import { searchTime } from './time-search.ts'

/** Reads the log's messages for the broker, from the segment where they lie. */
export class LogReader {
  private readonly prisma: PrismaClient
  private readonly catalogue: Catalogue

  constructor(prisma: PrismaClient, catalogue: Catalogue) {
    this.prisma = prisma
    this.catalogue = catalogue
  }

  /** See `Log.read`. */
  async read(
    queue: { id: number; name: string },
    after: number,
    upTo: number,
    limit: number,
    maxBytes: number,
  ): Promise<Page> {
    try {
      for (const stretch of this.stretches(queue.id, after, upTo)) {
        const page = await this.readStretch(queue, stretch, limit, maxBytes)
        if (page.messages.length > 0) return page
      }
    } catch (error) {
      throw storageError(error)
    }
    return { messages: [], through: Math.max(after, upTo) }
  }

  /** See `Log.seqAt`. */
  async seqAt(queueId: number, time: number): Promise<number | null> {
    try {
      for (const { segment, range } of this.catalogue.holding(queueId, 0)) {
        if (segment.sealed && segment.lastAt < time) continue
        const found = await searchTime(this.prisma, segmentTable(segment.id), queueId, range, time)
        if (found !== null) return found
      }
      return null
    } catch (error) {
      throw storageError(error)
    }
  }

  /** See `Log.measure`. */
  async measure(queueId: number, after: number, upTo: number): Promise<Measure> {
    const sum = { messages: 0, bytes: 0 }
    for (const stretch of this.stretches(queueId, after, upTo)) {
      const { messages, bytes } = await answered(measureStretch(this.prisma, queueId, stretch))
      sum.messages += messages
      sum.bytes += bytes
    }
    return sum
  }

  private stretches(queueId: number, after: number, upTo: number): Stretch[] {
    return this.catalogue
      .holding(queueId, after)
      .filter(({ range }) => range.first <= upTo)
      .map(({ segment, range }: { segment: Segment; range: Range }) => ({
        segment: segment.id,
        after: Math.max(after, range.first - 1),
        through: Math.min(upTo, range.last),
      }))
  }

  /** A window as wide as the limit, four times wider after each that fell into a gap. */
  private async readStretch(
    queue: { id: number; name: string },
    { segment, after, through }: Stretch,
    limit: number,
    maxBytes: number,
  ): Promise<Page> {
    for (let from = after, width = limit; from < through; from += width, width *= 4) {
      const to = Math.min(through, from + width)
      const rows = await readPage(this.prisma, segment, queue.id, from, to, limit, maxBytes)
      if (rows.length > 0)
        return pageOf(
          rows.map((row) => queuedMessage(queue.name, row)),
          to,
          limit,
          maxBytes,
        )
    }
    return { messages: [], through }
  }
}

/** Where a limit cut the page, it ends at its last message; else all of the window was read. */
function pageOf(messages: readonly QueuedMessage[], to: number, limit: number, maxBytes: number): Page {
  const bytes = messages.reduce((sum, message) => sum + message.bytes, 0)
  const cut = messages.length >= limit || bytes >= maxBytes
  return { messages, through: cut ? (messages.at(-1)?.seq ?? to) : to }
}
