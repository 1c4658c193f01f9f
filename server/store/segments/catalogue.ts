/** Seqs, both ends included. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** What of a queue lies in a segment: seqs of queued messages. */
export interface Range extends Span {
  last: number
  /** Bytes of the queue's messages ever published, up to `last`. */
  throughBytes: number
}

/** One partition of the log. `sealed`: nothing is written to it any more. */
export interface Segment {
  readonly id: number
  sealed: boolean
  /** Oldest message in it; 0 while it is empty. A segment that was made ahead is not old. */
  firstAt: number
  /** Newest message in it; 0 while it is empty. */
  lastAt: number
  /** On disk, roughly: rotation needs no better. */
  bytes: number
  readonly ranges: Map<number, Range>
}

export function emptySegment(id: number): Segment {
  return { id, sealed: false, firstAt: 0, lastAt: 0, bytes: 0, ranges: new Map() }
}

/** Schema of the partitions, which Prisma does not manage. */
const segmentSchema = 'holdline_segment'

/** The partition's name in SQL. An id is a number of ours: there is nothing to quote. */
export function segmentTable(id: number): string {
  return `${segmentSchema}.segment_${id}`
}

/** Whether no queue needs any of it, by the smallest seq that each still needs; a queue without one needs nothing. */
export function isNeeded(segment: Segment, floors: ReadonlyMap<number, number>): boolean {
  return [...segment.ranges].some(([queueId, { last }]) => (floors.get(queueId) ?? Number.POSITIVE_INFINITY) <= last)
}

/** The segments of the log in order, kept true in memory by its only writer: a page is read where it lies. */
export class Catalogue {
  private readonly segments: Segment[] = []

  add(segment: Segment): void {
    this.segments.push(segment)
    this.segments.sort((a, b) => a.id - b.id)
  }

  remove(id: number): void {
    const index = this.segments.findIndex((segment) => segment.id === id)
    if (index >= 0) this.segments.splice(index, 1)
  }

  all(): readonly Segment[] {
    return this.segments
  }

  /** Segments that hold messages of a queue above `after`, in order, with what they hold. */
  holding(queueId: number, after: number): { segment: Segment; range: Range }[] {
    return this.segments.flatMap((segment) => {
      const range = segment.ranges.get(queueId)
      return range && range.last > after ? [{ segment, range }] : []
    })
  }

  /** Notes what a commit has put into a segment. */
  note(segment: Segment, queueId: number, seq: number, throughBytes: number): void {
    const range = segment.ranges.get(queueId)
    if (range === undefined) {
      segment.ranges.set(queueId, { first: seq, last: seq, throughBytes })
      return
    }
    range.last = Math.max(range.last, seq)
    range.throughBytes = throughBytes
  }
}
