import type { SharedAnswers } from '../answers.ts'
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
  /** What tabs of the dashboard read is answered once for all of them. */
  readonly shared?: SharedAnswers
  /** Milliseconds that never go back. */
  readonly now: () => number
}

/** As pino has them: fields first, then a sentence. */
export interface ApiLogger {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
}
