import * as z from 'zod'
import { CONNECTION_SORTS } from '../filters/connections.ts'
import { Count, countedPage, Events, filterText, Name, pageQuery, Time } from './common.ts'

export const ConnectionSocket = z
  .object({
    queue: z.string(),
    rooms: z.array(z.string()),
    subscriptions: z.array(z.string()).meta({ description: 'Names of the durable subscriptions that it holds here.' }),
  })
  .meta({ id: 'ConnectionSocket' })

export const ConnectionSubscription = z
  .object({
    queue: z.string(),
    name: z.string().nullable().meta({ description: '`null` in real time.' }),
    events: Events,
    inFlight: Count,
  })
  .meta({ id: 'ConnectionSubscription' })

export const Connection = z
  .object({
    id: z.string(),
    client: z.string().nullable(),
    address: z.string(),
    transport: z.enum(['websocket', 'polling']),
    protocol: z.union([z.literal(3), z.literal(4)]).meta({ description: "Engine.IO's: 3 is a Socket.IO v2 client." }),
    since: Time,
    sockets: z.array(ConnectionSocket),
    subscriptions: z.array(ConnectionSubscription),
    unsentBytes: Count,
    pingMs: z.number().nonnegative().nullable(),
    out: z.number().meta({ description: 'Messages per second to it, over the last 10 s.' }),
    in: z.number().meta({ description: 'Messages per second from it, over the last 10 s.' }),
  })
  .meta({ id: 'Connection' })
export type Connection = z.infer<typeof Connection>

export const ConnectionsQuery = z.strictObject({
  filter: filterText(1_024)
    .optional()
    .meta({ description: 'As the dashboard writes it: `room:alert client:ui-*`; a bare word is part of the label.' }),
  sort: z
    .enum(CONNECTION_SORTS)
    .optional()
    .meta({ description: 'A leading `-` is largest or last first. Left out: the oldest first.' }),
  ...pageQuery,
})
export interface ConnectionsQuery extends Omit<z.input<typeof ConnectionsQuery>, 'limit'> {
  limit?: number
}

export const ConnectionPage = countedPage(Connection, 'ConnectionPage')
export type ConnectionPage = z.infer<typeof ConnectionPage>

export const DisconnectQuery = z.strictObject({
  reconnect: z
    .enum(['true', 'false'])
    .default('true')
    .meta({ description: '`false` tells its client for good to stay away.' }),
})

export const DisconnectedAnswer = z.object({ disconnected: z.literal(true) }).meta({ id: 'Disconnected' })
export type DisconnectedAnswer = z.infer<typeof DisconnectedAnswer>

export const DetachParams = z.object({ id: z.string(), queue: Name, name: Name })

export const DetachedAnswer = z.object({ detached: z.literal(true) }).meta({ id: 'Detached' })
export type DetachedAnswer = z.infer<typeof DetachedAnswer>
