import type { QueueClient } from '../../../lib/api.ts'
import { byMatter } from '../../../lib/columns.ts'
import type { Presence } from '../../broker/model.ts'
import { iso } from '../kit.ts'

/** Clients that one answer names: those that are away and wanted come first. */
const MOST = 200

const showClient = (presence: Presence): QueueClient => ({
  client: presence.client,
  events: [...presence.events],
  connected: presence.to === null,
  left: presence.left,
  since: iso(presence.toAt ?? presence.fromAt),
})

/** Each client once, by its newest stay. */
export function newestStays(stays: readonly Presence[]): readonly Presence[] {
  const newest = new Map<string, Presence>()
  for (const stay of stays) {
    const known = newest.get(stay.client)
    if (known === undefined || known.fromAt <= stay.fromAt) newest.set(stay.client, stay)
  }
  return [...newest.values()]
}

/** A stay as the choice of columns looks at it. */
export const standing = ({ client, to, left }: Presence) => ({ client, connected: to === null, left })

/** By name, where not all are told those that matter, and how many there are. */
export function clientsOf(stays: readonly Presence[]): { clients: QueueClient[]; clientCount: number } {
  const all = newestStays(stays).map((presence) => ({ presence, ...standing(presence) }))
  const clients = all.sort(byMatter).slice(0, MOST)
  const byName = clients.sort((a, b) => (a.client < b.client ? -1 : 1))
  return { clients: byName.map(({ presence }) => showClient(presence)), clientCount: all.length }
}
