import { fanout } from './fanout/part.ts'
import { growth } from './growth/part.ts'
import type { Part } from './part.ts'
import { peers } from './peers/part.ts'
import { rates } from './rates/part.ts'
import { writes } from './writes/part.ts'

/** In the order in which they run. */
export const parts: readonly Part[] = [rates, peers, fanout, writes, growth]
