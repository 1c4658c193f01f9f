import type { Audience } from '../../../lib/api.ts'
import { listedShort } from '../../../lib/format.ts'

/** Who gets a message that is published now, in a sentence for each group that has somebody. */
export function againWords({ now, waits, misses }: Pick<Audience, 'now' | 'waits' | 'misses'>): string {
  const names = (listeners: Audience['now']) => listedShort(listeners.map((one) => one.name))
  const parts = [
    now.length > 0 && `${names(now)} ${now.length === 1 ? 'gets' : 'get'} it now, also where they have had it before.`,
    waits.length > 0 && `It waits for ${names(waits)}.`,
    misses.length > 0 &&
      `${names(misses)} ${misses.length === 1 ? 'is' : 'are'} away and ${misses.length === 1 ? 'misses' : 'miss'} it.`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'Nobody is subscribed to it now.' : parts.join(' ')
}
