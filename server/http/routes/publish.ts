import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { PublishAck, PublishBatchAck, PublishBatchBody, PublishBody } from '../../../lib/api.ts'
import {
  type Checked,
  type CheckedPublish,
  checkPublish,
  isRecord,
  LIMITS,
  type PublishResult,
  wireError,
} from '../../../lib/protocol.ts'
import type { BrokerApi, PublishOutcome } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { badRequest, Fault } from '../fault.ts'
import { type Api, answers, iso, queueParam } from '../kit.ts'

/** The body is checked by the wire's own checks, which walk a payload before anything recursive sees it. */
const publish = createRoute({
  method: 'post',
  path: '/queues/{queue}/messages',
  tags: ['Messages'],
  summary: 'Publish a message, or a batch',
  description:
    'Answers when it is committed (queued) or sent (real time). The same id within 5 minutes answers the first seq and `duplicate`.',
  request: {
    params: queueParam,
    headers: z.object({
      'idempotency-key': z.string().optional().meta({ description: 'The id of a single message.' }),
    }),
  },
  responses: answers('The acknowledgement, or one for each of a batch.', z.union([PublishAck, PublishBatchAck])),
})

const documented = {
  ...publish,
  request: {
    ...publish.request,
    body: { required: true, content: { 'application/json': { schema: z.union([PublishBody, PublishBatchBody]) } } },
  },
}

/** @throws Fault E_BAD_REQUEST for what is not JSON in UTF-8: replacement characters would change a payload in silence. */
async function readJson(c: Context): Promise<unknown> {
  const bytes = await c.req.arrayBuffer()
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw badRequest('The body is not valid JSON in UTF-8.')
  }
}

/** Puts the key where the id belongs. @throws Fault E_BAD_REQUEST where the two differ. */
function withKey(body: unknown, key: string | undefined): unknown {
  if (key === undefined || !isRecord(body)) return body
  const id = body.id ?? key
  if (id !== key) throw badRequest('Idempotency-Key differs from the id of the message.', 'id')
  return { ...body, id }
}

function resultOf(outcome: PublishOutcome): PublishResult {
  switch (outcome.kind) {
    case 'stored':
      return { ok: true, id: outcome.id, seq: outcome.seq, ...(outcome.duplicate ? { duplicate: true } : {}) }
    case 'sent':
      return { ok: true, id: outcome.id, seq: null, recipients: outcome.recipients }
    case 'scheduled':
      return {
        ok: true,
        id: outcome.id,
        seq: null,
        dueAt: iso(outcome.dueAt),
        ...(outcome.duplicate ? { duplicate: true } : {}),
      }
    case 'refused':
      return { ok: false, error: wireError(outcome.error.code, outcome.error.message, outcome.error) }
  }
}

/** Resolves when the message is durable or sent; a refusal is a result too. */
function put(broker: BrokerApi, checked: Checked<CheckedPublish>): Promise<PublishResult> {
  if (!checked.ok) return Promise.resolve(checked)
  return new Promise((resolve) => broker.publish(checked.value, null, (outcome) => resolve(resultOf(outcome))))
}

async function publishOne(broker: BrokerApi, queue: string, message: unknown) {
  const result = await put(broker, checkPublish(message, queue))
  if (result.ok) return result
  throw new Fault(result.error.code, result.error.message, result.error)
}

/** @throws Fault E_TOO_LARGE for the whole, before any of it is published. */
async function publishBatch(broker: BrokerApi, queue: string, messages: readonly unknown[]) {
  if (messages.length > LIMITS.batchMessages)
    throw new Fault('E_TOO_LARGE', `A batch has at most ${LIMITS.batchMessages} messages.`, { field: 'messages' })
  const checked = messages.map((message) => checkPublish(message, queue))
  const bytes = checked.reduce((sum, one) => sum + (one.ok ? one.value.bytes : 0), 0)
  if (bytes > LIMITS.batchBytes) throw new Fault('E_TOO_LARGE', 'A batch has at most 1 MiB.', { field: 'messages' })
  return { ok: true as const, results: await Promise.all(checked.map((one) => put(broker, one))) }
}

/** The messages of a batch; `null` where the body is one message. */
function batchOf(body: unknown): readonly unknown[] | null {
  if (!isRecord(body) || !('messages' in body)) return null
  const stranger = Object.keys(body).find((field) => field !== 'messages')
  if (stranger !== undefined) throw badRequest(`There is no field ${JSON.stringify(stranger)} here.`, stranger)
  if (!Array.isArray(body.messages)) throw badRequest('messages must be an array.', 'messages')
  return body.messages
}

export function publishRoutes(api: Api, { broker }: ApiDeps): void {
  api.openAPIRegistry.registerPath(documented)
  api.openapi({ ...publish, hide: true }, async (c) => {
    const { queue } = c.req.valid('param')
    const key = c.req.valid('header')['idempotency-key']
    const body = await readJson(c)
    const messages = batchOf(body)
    if (messages === null) return c.json(await publishOne(broker, queue, withKey(body, key)), 200)
    if (key !== undefined) throw badRequest('Idempotency-Key is for a single message: give each its id.', 'id')
    return c.json(await publishBatch(broker, queue, messages), 200)
  })
}
