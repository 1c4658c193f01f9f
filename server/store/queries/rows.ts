import { Prisma } from '../../../prisma/generated/client.ts'
import { type MessageRow, queuedMessage } from '../read/page.ts'
import type { StoredMessage } from './types.ts'

/** A row of the log with its place in the queue. */
export interface StoredRow extends MessageRow {
  readonly ord: number
}

/** The columns of a row, with its payload as it is wanted. */
export const columnsWith = (payload: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`seq::float8 AS seq, ord, id, event, ${payload} AS payload, key, headers,
  round(date_part('epoch', published_at) * 1000) AS published, round(date_part('epoch', expires_at) * 1000) AS expires,
  bytes, publisher, only_for AS "only"`

export const storedColumns = columnsWith(Prisma.sql`payload`)

export function storedMessage(queue: string, row: StoredRow): StoredMessage {
  const message = queuedMessage(queue, row)
  const position = { seq: row.seq, ord: row.ord }
  return { message: row.ord === 0 ? message : { ...message, seq: null }, position }
}
