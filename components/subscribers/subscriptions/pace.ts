import type { Subscription } from '../../../lib/api.ts'
import { behind } from '../../../lib/filters/subscriptions.ts'
import { perSecond } from '../../../lib/format.ts'
import { toGoWords } from '../../../lib/pace.ts'

/** Less than this a second is noise, not a direction. */
const MOVES = 0.5

/**
 * Where a backlog is going: "812 to go, about 40 s" while it falls, "grows by 3/s" while it does; nothing where it does
 * neither, or is too small to say.
 */
export function paceWords(
  row: Pick<Subscription, 'pending' | 'inFlight' | 'retrying' | 'growing' | 'catchUpMs'>,
): string | null {
  const waiting = behind(row)
  if (waiting === 0) return null
  if (row.growing >= MOVES) return `grows by ${perSecond(row.growing)}/s`
  return toGoWords(waiting, row.catchUpMs)
}
