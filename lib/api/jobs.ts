import * as z from 'zod'
import { Actor } from './activity.ts'
import { Count, Name, page, pageQuery, Seq, Time } from './common.ts'

export const JobKind = z.enum(['redrive', 'deleteDeadLetters']).meta({ id: 'JobKind' })
export type JobKind = z.infer<typeof JobKind>

/** `running` → `done`, `cancelled` by a person, or `failed` (with its `reason`). */
export const JobState = z.enum(['running', 'done', 'cancelled', 'failed']).meta({ id: 'JobState' })
export type JobState = z.infer<typeof JobState>

/** Which dead letters a job is for. */
const JobFilter = z
  .object({
    queue: Name.optional(),
    subscription: z.string().optional(),
    event: Name.optional(),
    key: z.string().optional(),
    reason: z.string().optional(),
    reasonText: z.string().optional(),
    text: z.string().optional(),
    since: Time.optional(),
    until: Time.optional(),
    items: z.array(z.object({ queue: Name, subscription: z.string(), seq: Seq })).optional(),
  })
  .meta({ id: 'JobFilter' })

/** Long work on dead letters. It goes on after a restart, and running it again repeats nothing. */
export const Job = z
  .object({
    id: z.string(),
    kind: JobKind,
    state: JobState,
    filter: JobFilter,
    perSecond: z.int().positive().nullable(),
    tryFirst: z.int().positive().nullable(),
    done: Count,
    total: Count,
    reason: z.string().optional().meta({ description: 'Why it failed, or what it left in the list.' }),
    by: Actor,
    createdAt: Time,
    startsAt: Time.nullable().meta({ description: 'Nothing is done before it; `null`: it began at once.' }),
    endedAt: Time.nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

export const JobsQuery = z.strictObject(pageQuery)
export interface JobsQuery {
  limit?: number
  cursor?: string
}

export const JobPage = page(Job, 'JobPage')
export type JobPage = z.infer<typeof JobPage>

/** A job has begun; `GET /jobs/{jobId}` tells how far it is. */
export const JobStarted = z.object({ jobId: z.string(), total: Count }).meta({ id: 'JobStarted' })
export type JobStarted = z.infer<typeof JobStarted>
