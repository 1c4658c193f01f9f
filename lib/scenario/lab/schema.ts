/** Actions as they come from another browser: checked, because anybody may publish to a queue. */
import * as z from 'zod'
import { eventsSchema, nameSchema } from '../../protocol/names.ts'
import { deliverySchema } from '../../protocol/publish.ts'
import type { Action } from './action.ts'
import { MODES } from './state.ts'

const at = z.number()
const by = z.string().max(64)
const who = nameSchema
const id = z.string().max(128)
const ids = z.array(id).max(500)

const publish = z.object({
  count: z.int().min(1),
  event: nameSchema,
  payload: z.unknown(),
  delivery: deliverySchema,
  key: z.string().optional(),
})

const Deed = z.discriminatedUnion('do', [
  z.object({ do: z.literal('join'), row: z.object({ name: nameSchema, events: eventsSchema.optional() }), at, by }),
  z.object({ do: z.literal('leave'), who, at, by }),
  z.object({ do: z.literal('publish'), ids, publish, at, by }),
  z.object({ do: z.literal('withdraw'), ids, reason: z.string(), at, by }),
  z.object({ do: z.literal('plug'), who, on: z.boolean(), at, by }),
  z.object({ do: z.literal('mode'), who, mode: z.enum(MODES), at, by }),
  z.object({ do: z.literal('clear'), at, by }),
])

const Sight = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['online', 'offline']), who, at }),
  z.object({ do: z.enum(['realtime', 'received', 'acked', 'crashed']), who, id, at }),
  z.object({ do: z.literal('nacked'), who, id, last: z.boolean(), at }),
])

/** What one message of a shared Lab carries. */
export const Told = z.object({ actions: z.array(z.union([Deed, Sight])) })

/** The actions of a message, or none where it is something else. */
export function actionsIn(payload: unknown): readonly Action[] {
  const told = Told.safeParse(payload)
  return told.success ? told.data.actions : []
}
