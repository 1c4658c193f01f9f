import type { Job as JobRow, Prisma } from '../../../prisma/generated/client.ts'
import { type Actor, BROKER, type Job, type JobKind, type JobState, type LetterFilter } from '../../broker/model.ts'
import type { Snapshot } from '../../broker/ports.ts'

type Tx = Prisma.TransactionClient

const endedJobs = 100
const nameKeptMs = 60_000

/** What people have begun, ended and deleted, as far as the broker still needs it. */
export async function loadPeople(tx: Tx, now: number) {
  const { agesFrom } = (await tx.retention.findFirst()) ?? { agesFrom: null }
  return {
    jobs: await loadJobs(tx),
    deletedQueues: await loadDeletedQueues(tx, now),
    letterCounts: await loadLetterCounts(tx),
    agesFrom: agesFrom?.getTime() ?? 0,
  }
}

/** The newest activity's time; 0 where there is none. */
export async function lastActivityAt(tx: Tx): Promise<number> {
  const { _max } = await tx.activity.aggregate({ _max: { at: true } })
  return _max.at?.getTime() ?? 0
}

/** Those that run, and the last that ended; as they were created. */
async function loadJobs(tx: Tx): Promise<Job[]> {
  const running = await tx.job.findMany({ where: { endedAt: null } })
  const ended = await tx.job.findMany({
    where: { endedAt: { not: null } },
    orderBy: [{ endedAt: 'desc' }, { id: 'desc' }],
    take: endedJobs,
  })
  const all = [...running, ...ended].map(jobRecord)
  return all.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}

async function loadDeletedQueues(tx: Tx, now: number): Promise<Snapshot['deletedQueues']> {
  const rows = await tx.deletedQueue.findMany({
    where: { deletedAt: { gt: new Date(now - nameKeptMs) } },
    orderBy: [{ deletedAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ name, deletedAt }) => ({ name, at: deletedAt.getTime() }))
}

async function loadLetterCounts(tx: Tx): Promise<Map<number, number>> {
  const counts = await tx.deadLetter.groupBy({ by: ['subscriptionId'], _count: true })
  return new Map(counts.map(({ subscriptionId, _count }) => [subscriptionId, _count]))
}

function jobRecord(row: JobRow): Job {
  return {
    ...row,
    kind: jobKind(row.kind),
    state: jobState(row.state),
    filter: parseFilter(row.filter),
    total: Number(row.total),
    done: Number(row.done),
    createdAt: row.createdAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    startsAt: row.startsAt?.getTime() ?? null,
    by: parseActor(row.by),
  }
}

function jobKind(value: string): JobKind {
  return value === 'redrive' ? value : 'deleteDeadLetters'
}

function jobState(value: string): JobState {
  return value === 'running' || value === 'done' || value === 'cancelled' ? value : 'failed'
}

/** `null` for a job of an older version: nobody wrote down who asked for it. */
function parseActor(text: string | null): Actor {
  return text === null ? BROKER : (JSON.parse(text) as Actor)
}

/** Written by this store from a `LetterFilter`: what comes out is what went in. */
function parseFilter(text: string): LetterFilter {
  return JSON.parse(text) as LetterFilter
}
