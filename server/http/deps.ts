import type { Gate } from '../auth.ts'
import type { BrokerApi } from '../broker/api.ts'
import type { OriginPolicy } from '../origin.ts'
import type { StoreReader } from '../store/queries/types.ts'

/** What the API needs of the process that it runs in. */
export interface ApiDeps {
  readonly broker: BrokerApi
  /** Reads for people, apart from the commits. */
  readonly reader: StoreReader
  readonly gate: Gate
  readonly origins: OriginPolicy
  /** Holdline's own. */
  readonly version: string
  readonly logger: ApiLogger
  /** A request of this tab of the dashboard was answered with so many bytes: part of what the tab costs. */
  readonly countRequest?: (tab: string, bytes: number) => void
  /** Milliseconds that never go back. */
  readonly now: () => number
}

/** As pino has them: fields first, then a sentence. */
export interface ApiLogger {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
}
