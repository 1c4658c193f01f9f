'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cancelJob, jobKeys } from '@/lib/queries/jobs.ts'

/** Stops a job after what is under way; one that has not begun is undone by it. */
export function useStopJob(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => cancelJob(id),
    onSettled: () => client.invalidateQueries({ queryKey: jobKeys.all }),
  })
}
