'use client'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { healthOptions } from '@/lib/queries/health.ts'

const NEVER = () => () => undefined

/** Where this broker is, as a client would name it. */
export function useOrigin(): string {
  return useSyncExternalStore(
    NEVER,
    () => window.location.origin,
    () => 'http://localhost:3000',
  )
}

/** The same, and whether its clients have to bring a token. */
export function usePlace(): { origin: string; token: boolean } {
  const origin = useOrigin()
  return { origin, token: useQuery(healthOptions()).data?.token ?? false }
}
