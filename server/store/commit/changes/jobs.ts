import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, newest, plainText, type Tx } from './rows.ts'

const putJobsSql = `
INSERT INTO job (id, kind, state, filter, per_second, try_first, total, done, reason, created_at, ended_at,
                 starts_at, by)
SELECT j.id, j.kind, j.state, j.filter, j.per_second, j.try_first, j.total, j.done, j.reason,
       to_timestamp(j.created_ms / 1000), to_timestamp(j.ended_ms / 1000), to_timestamp(j.starts_ms / 1000), j.by
FROM unnest($1::text::text[], $2::text::text[], $3::text::text[], $4::text::text[], $5::text::int[], $6::text::int[],
            $7::text::bigint[], $8::text::bigint[], $9::text::text[], $10::text::float8[], $11::text::float8[],
            $12::text::float8[], $13::text::text[])
  AS j (id, kind, state, filter, per_second, try_first, total, done, reason, created_ms, ended_ms, starts_ms, by)
ON CONFLICT (id) DO UPDATE
  SET kind = excluded.kind, state = excluded.state, filter = excluded.filter, per_second = excluded.per_second,
      try_first = excluded.try_first, total = excluded.total, done = excluded.done, reason = excluded.reason,
      created_at = excluded.created_at, ended_at = excluded.ended_at`

export async function putJobs(tx: Tx, changes: readonly ChangeOf<'putJob'>[]): Promise<void> {
  const jobs = newest(
    changes.map(({ job }) => job),
    ({ id }) => id,
  )
  await tx.$executeRawUnsafe(
    putJobsSql,
    textColumn(jobs, (job) => job.id),
    textColumn(jobs, (job) => job.kind),
    textColumn(jobs, (job) => job.state),
    textColumn(jobs, (job) => JSON.stringify(job.filter)),
    plainColumn(jobs, (job) => job.perSecond),
    plainColumn(jobs, (job) => job.tryFirst),
    plainColumn(jobs, (job) => job.total),
    plainColumn(jobs, (job) => job.done),
    textColumn(jobs, (job) => job.reason && plainText(job.reason)),
    plainColumn(jobs, (job) => job.createdAt),
    plainColumn(jobs, (job) => job.endedAt),
    plainColumn(jobs, (job) => job.startsAt),
    textColumn(jobs, (job) => JSON.stringify(job.by)),
  )
}
