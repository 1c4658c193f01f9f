'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CouldNotLoad } from '@/components/ui/screen.tsx'
import { StateMark, type StateName } from '@/components/ui/state.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { Job } from '@/lib/api.ts'
import { jobsOptions } from '@/lib/queries/jobs.ts'
import { useStopJob } from './use-stop-job.ts'
import { beginsIn, jobStateWords, jobTimeWords, jobTitle } from './words.ts'

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
      <ul>
        {data.items.map((job) =>
          job.state === 'running' ? <RunningRow key={job.id} job={job} /> : <JobRow key={job.id} job={job} />,
        )}
      </ul>
    </Card>
  )
}

function JobRow({ job }: { job: Job }) {
  const now = Date.now()
  const { zone } = useTimes()
  return (
    <li className="reason" id={`job-${job.id}`}>
      <span className="t">{jobTitle(job)}</span>
      <span aria-live="polite">
        <StateMark state={SHAPES[job.state]}>{jobStateWords(job, now)}</StateMark>
      </span>
      <span className="d">{jobTimeWords(job, now, zone)}</span>
    </li>
  )
}

/** Only what still runs is drawn again every second. */
function RunningRow({ job }: { job: Job }) {
  const now = useNow() ?? 0
  const { zone } = useTimes()
  const stop = useStopJob(job.id)
  const waits = beginsIn(job, now) > 0
  return (
    <li className="reason" id={`job-${job.id}`}>
      <span className="t">{jobTitle(job)}</span>
      <StateMark state={waits ? 'scheduled' : 'inFlight'}>{jobStateWords(job, now)}</StateMark>
      <span className="d">{jobTimeWords(job, now, zone)}</span>
      <span className="d jobacts">
        {!waits && <progress max={job.total} value={job.done} aria-label={`${jobTitle(job)}, progress`} />}
        <Button small onClick={() => stop.mutate()} aria-disabled={stop.isPending ? true : undefined}>
          {waits ? 'Undo' : 'Stop'}
        </Button>
      </span>
      {stop.error !== null && (
        <span className="d bad" role="alert">
          {stop.error.message}
        </span>
      )}
    </li>
  )
}
