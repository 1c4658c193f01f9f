import { z } from 'zod'
import { Audience } from '../../lib/api.ts'
import type { Look } from '../../lib/scenario/asking.ts'
import type { Hands } from '../../lib/scenario/lab/ports.ts'

const Batch = z.object({
  results: z.array(
    z.union([z.object({ ok: z.literal(true) }), z.object({ error: z.object({ message: z.string() }) })]),
  ),
})
const Fault = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

class Refusal extends Error {
  readonly code: string

  constructor({ code, message }: { code: string; message: string }) {
    super(message)
    this.code = code
  }
}

const Settings = z.object({ settings: z.object({ maxFailures: z.number().nullable() }) })

/** The API of a broker anywhere, for a scenario's Lab. */
export function handsAt(url: string, token: string | undefined): Hands & Look {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer
    const fault = Fault.safeParse(answer)
    if (fault.success) throw new Refusal(fault.data.error)
    throw new Error(`${url} answered ${response.status}`)
  }
  const queuePath = (queue: string) => `/queues/${encodeURIComponent(queue)}`
  return {
    async publish(queue, messages) {
      const { results } = Batch.parse(await call('POST', `${queuePath(queue)}/messages`, { messages }))
      return results.map((result) => ('error' in result ? result.error.message : null))
    },
    forget: (queue, name) => call('DELETE', `/subscriptions/${encodeURIComponent(queue)}/${encodeURIComponent(name)}`),
    maxFailures: async (queue) => Settings.parse(await call('GET', queuePath(queue))).settings.maxFailures,
    exists: (queue) =>
      call('GET', queuePath(queue)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refusal && error.code === 'E_UNKNOWN_QUEUE') return false
          throw error
        },
      ),
    audience: async (queue, event, delivery) =>
      Audience.parse(await call('GET', `${queuePath(queue)}/audience?${new URLSearchParams({ event, delivery })}`)),
  }
}
