import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { holdsTerms, unreadable } from './payload-terms.ts'
import { columnsWith, type StoredRow, storedMessage } from './rows.ts'
import type { MessagesPage, MessagesRequest } from './types.ts'

export interface Conditions {
  /** What the key of the log answers: only such rows count as looked at. */
  readonly place: readonly Prisma.Sql[]
  /** What each of them is looked at for. */
  readonly content: readonly Prisma.Sql[]
}

/** A row of a stretch of the log: a match, or where the stretch ends, or both. */
interface ScannedRow extends StoredRow {
  readonly hit: boolean
  /** The database could not read the payload, which has to be looked at here. */
  readonly unsure: boolean
  /** Its number in the stretch, from 1. */
  readonly n: number
  /** No row of the stretch comes after it. */
  readonly last: boolean
}

const all = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], ' AND ')

/**
 * Looks at one stretch of a queue along the key of the log, and no further, however rare a match is: `window` rows and
 * `maxBytes` at most. Payloads beyond it are not touched. The row where the stretch ends comes along, match or not.
 */
export async function scan(
  prisma: PrismaClient,
  request: MessagesRequest,
  { place, content }: Conditions,
): Promise<MessagesPage> {
  const { window, maxBytes, limit } = request
  const unsure = request.filter.payload === undefined ? Prisma.sql`false` : unreadable
  const order = Prisma.raw(`seq ${request.order}, ord ${request.order}`)
  const rows = await prisma.$queryRaw<ScannedRow[]>`
    SELECT ${columnsWith(payloadOf(request.preview, unsure))}, hit, hit AND ${unsure} AS unsure, n::float8 AS n, last
    FROM (SELECT *, CASE WHEN before < ${maxBytes} THEN ${all(content)} ELSE false END AS hit
          FROM (SELECT *, row_number() OVER along AS n, sum(bytes) OVER along - bytes AS before,
                       lead(ord) OVER along IS NULL AS last
                FROM (SELECT * FROM message WHERE ${all(place)} ORDER BY ${order} LIMIT ${window}) stretch
                WINDOW along AS (ORDER BY ${order} ROWS UNBOUNDED PRECEDING)) counted) looked
    WHERE before < ${maxBytes} AND (hit OR last OR before + bytes >= ${maxBytes})
    ORDER BY looked.${order} LIMIT ${limit + 1}`
  return pageOf(request, rows)
}

/** Of a long one its beginning: as many characters as bytes are wanted, and one more. */
function payloadOf(preview: number | null, unsure: Prisma.Sql): Prisma.Sql {
  if (preview === null) return Prisma.sql`payload`
  const isLong = Prisma.sql`octet_length(payload) > ${preview} AND NOT ${unsure}`
  return Prisma.sql`CASE WHEN ${isLong} THEN left(payload, ${preview + 1}) ELSE payload END`
}

function pageOf({ queue, limit, window, filter }: MessagesRequest, rows: readonly ScannedRow[]): MessagesPage {
  const hits = rows.filter((row) => row.hit && (!row.unsure || holdsTerms(row.payload, filter.payload ?? [])))
  const items = hits.slice(0, limit).map((row) => storedMessage(queue, row))
  const full = hits.length > limit
  const end = full ? hits[limit - 1] : rows.at(-1)
  if (end === undefined) return { items, next: null, scanned: 0, reached: null }
  const position = { seq: end.seq, ord: end.ord }
  const over = !full && end.last && end.n < window
  return { items, next: over ? null : position, scanned: end.n, reached: { position, publishedAt: end.published } }
}
