import type { Subscription } from '../../../lib/api.ts'
import { listedShort } from '../../../lib/format.ts'

/** Who keeps what one subscription of a queue loses. */
export function keepWords({ queue, name }: Subscription, all: readonly Subscription[]): string {
  const names = all.filter((one) => one.queue === queue && one.name !== name).map((one) => one.name)
  if (names.length === 0) return 'No other subscription of this queue has them.'
  return `${listedShort(names)} ${names.length === 1 ? 'keeps its own' : 'keep theirs'}.`
}
