import type { DeliveryState, PayloadTerm } from '../../../lib/api.ts'
import type { Filters } from '../cursor.ts'

/** What a list of messages is asked for. */
export interface MessagesAsked extends Filters {
  readonly event?: string | undefined
  readonly state?: readonly DeliveryState[] | undefined
  readonly subscription?: string | undefined
  readonly id?: string | undefined
  readonly key?: string | undefined
  readonly fromSeq?: number | undefined
  readonly toSeq?: number | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly text?: string | undefined
  readonly payload?: readonly PayloadTerm[] | undefined
  readonly preview?: number | undefined
  readonly deliveries?: 'all' | 'shown' | 'none' | undefined
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly cursor?: string | undefined
}
