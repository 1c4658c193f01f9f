import { queryOptions } from '@tanstack/react-query'
import type { Job, JobPage } from '../api.ts'
import { piece, request } from './request.ts'

export const jobKeys = { all: ['jobs'] as const }

/** As many as a person looks back over. */
const SHOWN = 20

/** The newest jobs: those that run, and the last that ended. */
export function jobsOptions() {
  return queryOptions({
    queryKey: jobKeys.all,
    queryFn: ({ signal }) => request<JobPage>('/jobs', { query: { limit: SHOWN }, signal }),
  })
}

/** Stops a job after what is under way; what it has done stays done. @throws ApiFailure `E_CONFLICT` where it ended by itself */
export function cancelJob(id: string): Promise<Job> {
  return request<Job>(`/jobs/${piece(id)}`, { method: 'DELETE' })
}
