import { SubscriptionPage } from '../../lib/api.ts'
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
    /** Deliveries that are not settled; 1 where the broker cannot say. */
    unsettled: async (queue: string): Promise<number> => {
      const page = SubscriptionPage.safeParse(await ask(`/subscriptions?queue=${queue}&limit=200`))
      if (!page.success) return 1
      return page.data.items.reduce((sum, { pending, inFlight, retrying }) => sum + pending + inFlight + retrying, 0)
    },
    /** Deletes a subscription, so that it holds nothing any more. */
    remove: (queue: string, name: string) => ask(`/subscriptions/${queue}/${name}`, { method: 'DELETE' }),
  }
}
