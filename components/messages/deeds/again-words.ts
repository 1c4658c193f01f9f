import type { Audience } from '../../../lib/api.ts'
import { listedShort } from '../../../lib/format.ts'
import { sizeOf } from '../../../lib/queries/audience.ts'

type Group = 'now' | 'waits' | 'misses'

/** Who gets a message that is published now, in a sentence for each group that has somebody. */
export function againWords(audience: Pick<Audience, Group | 'counts'>): string {
  const names = (group: Group) =>
    listedShort(
      audience[group].map((one) => one.name),
      3,
      sizeOf(audience, group),
    )
  const [now, waits, misses] = [sizeOf(audience, 'now'), sizeOf(audience, 'waits'), sizeOf(audience, 'misses')]
  const parts = [
    now > 0 && `${names('now')} ${now === 1 ? 'gets' : 'get'} it now, also where they have had it before.`,
    waits > 0 && `It waits for ${names('waits')}.`,
    misses > 0 && `${names('misses')} ${misses === 1 ? 'is' : 'are'} away and ${misses === 1 ? 'misses' : 'miss'} it.`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'Nobody is subscribed to it now.' : parts.join(' ')
}
