'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import type { Job } from '@/lib/api.ts'
import { counted, duration } from '@/lib/format.ts'
import { jobsOptions } from '@/lib/queries/jobs.ts'
import { useStopJob } from './use-stop-job.ts'
import { beginsIn } from './words.ts'

/** Deletions that have not begun: each can be undone, and is true to what the broker will do, whoever asked for it. */
export function UndoBar() {
  const { data } = useQuery(jobsOptions())
  const waiting = data?.items.filter(({ state, startsAt }) => state === 'running' && startsAt !== null) ?? []
  return waiting.map((job) => <Waiting key={job.id} job={job} />)
}

function Waiting({ job }: { job: Job }) {
  const now = useNow()
  const stop = useStopJob(job.id)
  const left = now === null ? 0 : beginsIn(job, now)
  if (left === 0) return null
  const what = counted(job.total, 'dead letter')
  return (
    <div className="undobar">
      <span role="status">{`${what} will be deleted. Nothing is yet.`}</span>
      <span className="mono" aria-hidden="true">
        {duration(Math.ceil(left / 1_000) * 1_000)}
      </span>
      <Button small onClick={() => stop.mutate()} aria-disabled={stop.isPending ? true : undefined}>
        {`Undo, keep ${job.total === 1 ? 'it' : 'them'}`}
      </Button>
    </div>
  )
}
