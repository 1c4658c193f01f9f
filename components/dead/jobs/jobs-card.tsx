'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CouldNotLoad } from '@/components/ui/screen.tsx'
import { StateMark, type StateName } from '@/components/ui/state.tsx'
import type { Job } from '@/lib/api.ts'
import { cancelJob, jobKeys, jobsOptions } from '@/lib/queries/jobs.ts'
import { jobStateWords, jobTimeWords, jobTitle } from './words.ts'

const SHAPES: Readonly<Record<Job['state'], StateName>> = {
  running: 'inFlight',
  done: 'acked',
  cancelled: 'pending',
  failed: 'dead',
}

/** Redrives and deletions, the newest first: how far they are, and how they ended. Silent where there were none. */
export function JobsCard() {
  const { data, error, refetch } = useQuery(jobsOptions())
  if (data === undefined && error !== null) {
    return (
      <Card title="Redrives">
        <CouldNotLoad title="Could not load the redrives" error={error} onRetry={() => void refetch()} />
      </Card>
    )
  }
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card title="Redrives" sub="and deletions" className="reasons">
      <ul aria-live="polite">
        {data.items.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </Card>
  )
}

function JobRow({ job }: { job: Job }) {
  const client = useQueryClient()
  const stop = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSettled: () => client.invalidateQueries({ queryKey: jobKeys.all }),
  })
  return (
    <li className="reason">
      <span className="t">{jobTitle(job)}</span>
      <StateMark state={SHAPES[job.state]}>{jobStateWords(job)}</StateMark>
      <span className="d">{job.state === 'running' ? <Lasting job={job} /> : jobTimeWords(job, Date.now())}</span>
      {job.state === 'running' && (
        <span className="d jobacts">
          <progress max={job.total} value={job.done} aria-label={`${jobTitle(job)}, progress`} />
          <Button small onClick={() => stop.mutate()} aria-disabled={stop.isPending ? true : undefined}>
            Stop
          </Button>
        </span>
      )}
      {stop.error !== null && (
        <span className="d bad" role="alert">
          {stop.error.message}
        </span>
      )}
    </li>
  )
}

/** Only what still runs is drawn again every second. */
function Lasting({ job }: { job: Job }) {
  return jobTimeWords(job, useNow() ?? 0)
}
