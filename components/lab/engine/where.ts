import { isName } from '@/lib/protocol.ts'
import type { Setting } from '../share/session.ts'

export const LAB_QUEUE = 'lab'
const RUN = /^[0-9a-f]{4}$/

/** What the address says: the queue, and the run of a shared Lab. */
export function settingHere(): Setting {
  const query = new URLSearchParams(window.location.search)
  const queue = query.get('queue') ?? LAB_QUEUE
  const run = query.get('run') ?? ''
  return { queue: isName(queue) ? queue : LAB_QUEUE, ...(RUN.test(run) && { join: run }) }
}

/** Puts a shared run into the address, or takes it out; answers the address. */
export function showRun(place: { readonly run: string; readonly queue: string } | null): string {
  const address = new URL(window.location.pathname, window.location.origin)
  if (place !== null) address.search = new URLSearchParams({ run: place.run, queue: place.queue }).toString()
  window.history.replaceState(window.history.state, '', address)
  return address.href
}
