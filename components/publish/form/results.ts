import type { Audience, Delivery, PublishAck, PublishBody } from '@/lib/api.ts'

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
} & ({ readonly answer: PublishAck } | { readonly refusal: { readonly code: string; readonly message: string } })
