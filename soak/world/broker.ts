import { Queue, SubscriptionPage } from '../../lib/api.ts'
import type { World } from './world.ts'

/** The owner's API, as far as a round needs it. What fails is asked again: the caller comes back. */
export function brokerOf(world: World) {
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const { url } = world.owner ?? {}
    if (url === undefined) return null
    const response = await fetch(`${url}/api${path}`, init).catch(() => null)
    return response?.ok ? response.json() : null
  }
  return {
    /** Messages that are not due and deliveries that are not settled; 1 where the broker cannot say. */
    unsettled: async (queue: string): Promise<number> => {
      // First what is not due yet, which is then pending.
      const later = Queue.safeParse(await ask(`/queues/${queue}`))
      const page = SubscriptionPage.safeParse(await ask(`/subscriptions?queue=${queue}&limit=200`))
      if (!later.success || !page.success) return 1
      const counts = page.data.items.map(({ pending, inFlight, retrying }) => pending + inFlight + retrying)
      return counts.reduce((sum, count) => sum + count, later.data.scheduled)
    },
    /** Deletes a subscription, so that it holds nothing any more. */
    remove: (queue: string, name: string) => ask(`/subscriptions/${queue}/${name}`, { method: 'DELETE' }),
  }
}
