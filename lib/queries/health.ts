import { queryOptions } from '@tanstack/react-query'
import type { Health } from '../api.ts'
import { isRecord } from '../protocol.ts'
import { readRefusal, request } from './request.ts'

/** What a broker is set to changes with a restart alone, and after one everything is asked for again. */
export function healthOptions() {
  return queryOptions({
    queryKey: ['health'] as const,
    queryFn: ({ signal }) => request<Health>('/health', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Why there is no connection, as far as the broker says: what it is at, or why this page may not ask. */
export interface HealthWord {
  readonly status: Health['status'] | null
  readonly forbidden: string | null
}

const UNKNOWN: HealthWord = { status: null, forbidden: null }
const STATUSES: readonly Health['status'][] = ['ok', 'starting', 'standby', 'storage', 'closing', 'lost']

/** Health is open to everyone and answers 503 with its reason, so it can be asked where nothing else can. Never throws. */
export async function askHealth(): Promise<HealthWord> {
  try {
    const response = await fetch('/api/health', { headers: { accept: 'application/json' } })
    return readHealth(await response.json())
  } catch {
    return UNKNOWN
  }
}

export function readHealth(body: unknown): HealthWord {
  const status = isRecord(body) ? STATUSES.find((one) => one === body.status) : undefined
  if (status !== undefined) return { status, forbidden: null }
  const refusal = readRefusal(body)
  return refusal?.code === 'E_FORBIDDEN' ? { status: null, forbidden: refusal.message } : UNKNOWN
}
