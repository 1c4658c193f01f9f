import type { Audience, Delivery, PublishAck, PublishBody } from '@/lib/api.ts'

/** Why a publish was not answered with a yes. `code` is `null` where no answer came: what became of it is unknown. */
export interface Refusal {
  readonly code: string | null
  readonly message: string
}

/** How one publish of this tab ended. */
export type Result = {
  readonly key: number
  readonly at: number
  readonly tookMs: number
  readonly queue: string
  readonly message: PublishBody
  readonly delivery: Delivery
  /** Who the broker said would get it, just before. */
  readonly audience: Audience | undefined
} & ({ readonly answer: PublishAck } | { readonly refusal: Refusal })
