import type { Audience, Delivery, PublishAck, PublishBody } from '@/lib/api.ts'
import { sizeOf } from '@/lib/queries/audience.ts'

/** Why a publish was not answered with a yes. `code` is `null` where no answer came: what became of it is unknown. */
export interface Refusal {
  readonly code: string | null
  readonly message: string
}

/** How many the broker said would get it, just before. */
export interface Foreseen {
  readonly live: number
  readonly durable: number
  readonly missed: number
}

/** How one publish of this tab ended. */
export type Result = {
  readonly key: number
  readonly at: number
  readonly tookMs: number
  readonly queue: string
  readonly message: PublishBody
  readonly delivery: Delivery
  readonly foreseen: Foreseen
} & ({ readonly answer: PublishAck } | { readonly refusal: Refusal })

/** In numbers: names of a thousand subscribers are not kept with each result. */
export function foreseenOf(audience: Audience | undefined, delivery: Delivery): Foreseen {
  if (audience === undefined) return { live: 0, durable: 0, missed: 0 }
  const { now, waits } = audience.counts
  const durable = delivery === 'queued' ? now.queued + waits.queued : 0
  return { live: now.realtime, durable, missed: delivery === 'realtime' ? sizeOf(audience, 'misses') : 0 }
}

/**
 * The same message once more. One that was taken needs another id, or it would be its own duplicate; one that was not,
 * or that nobody answered, keeps its own, so that it is stored once.
 */
export function againOf(result: Result): PublishBody {
  if ('refusal' in result) return result.message
  const { id: _, ...rest } = result.message
  return rest
}
