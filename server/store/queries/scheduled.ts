import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { type ScheduledRow, scheduledColumns, scheduledMessage } from '../read/schedule.ts'
import { containing } from './list-messages.ts'
import { holding, holdsTerms } from './payload-terms.ts'
import type { ScheduledFilter, ScheduledPage, ScheduledPosition } from './types.ts'

/** Delayed messages of a queue: what is due first comes first. */
export async function listScheduled(
  prisma: PrismaClient,
  queue: { readonly id: number; readonly name: string },
  filter: ScheduledFilter,
  limit: number,
  after: ScheduledPosition | null,
): Promise<ScheduledPage> {
  const conditions = [Prisma.sql`queue_id = ${queue.id}`, ...conditionsOf(filter)]
  if (after) {
    conditions.push(
      Prisma.sql`(due_at, scheduled.place) > (to_timestamp(${after.dueAt}::float8 / 1000), ${after.place})`,
    )
  }
  const rows = await prisma.$queryRaw<ScheduledRow[]>`
    SELECT ${scheduledColumns} FROM scheduled WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY due_at, scheduled.place LIMIT ${limit + 1}`
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  // The database passes on what it cannot read.
  const terms = filter.payload ?? []
  const matching = terms.length === 0 ? page : page.filter((row) => holdsTerms(row.payload, terms))
  return {
    items: matching.map((row) => scheduledMessage(queue.name, row)),
    next: last ? { dueAt: last.due, place: last.place } : null,
  }
}

function conditionsOf({ id, key, event, text, payload }: ScheduledFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (id !== undefined) conditions.push(Prisma.sql`id = ${id}`)
  if (key !== undefined) conditions.push(Prisma.sql`key = ${key}`)
  if (event !== undefined) conditions.push(Prisma.sql`event = ${event}`)
  if (text !== undefined) conditions.push(containing(text))
  return [...conditions, ...(payload ?? []).map(holding)]
}
