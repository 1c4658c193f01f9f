import type { Random } from '../random.ts'

/** What a consumer does with a message. */
export type Deed =
  | { readonly do: 'ack'; readonly afterMs: number }
  | { readonly do: 'nack'; readonly delayMs: number }
  | { readonly do: 'condemn' }
  | { readonly do: 'hang' }

/** How often a consumer misbehaves, as shares of its deliveries. */
export interface Habits {
  /** How long a handler takes at most; 0: it answers at once. */
  readonly workMs?: number
  readonly nacks?: number
  readonly condemns?: number
  /** It never answers, so the deadline has to pass. */
  readonly hangs?: number
  /** Poison is refused each time it comes, until it is dead; else it is taken like any other. */
  readonly poison?: boolean
}

interface Incoming {
  readonly payload: unknown
  readonly attempt: number
}

const isPoison = (payload: unknown) => typeof payload === 'object' && payload !== null && 'poison' in payload

/** Only a first try fails by chance, so that nothing dies that was not condemned or poison. */
export function deedFor({ payload, attempt }: Incoming, habits: Habits, random: Random): Deed {
  const { workMs = 0, nacks = 0, condemns = 0, hangs = 0, poison = false } = habits
  const delayMs = random.between(10, 300)
  if (poison && isPoison(payload)) return { do: 'nack', delayMs }
  const drawn = random.next()
  const afterMs = workMs > 0 ? random.between(0, workMs) : 0
  if (attempt > 1) return { do: 'ack', afterMs }
  if (drawn < nacks) return { do: 'nack', delayMs }
  if (drawn < nacks + condemns) return { do: 'condemn' }
  if (drawn < nacks + condemns + hangs) return { do: 'hang' }
  return { do: 'ack', afterMs }
}
