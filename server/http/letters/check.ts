import { createRoute } from '@hono/zod-openapi'
import { CheckDeadLettersBody, DeadLettersCheck } from '../../../lib/api.ts'
import type { BrokerApi } from '../../broker/api.ts'
import type { DeadLetter } from '../../broker/model.ts'
import type { StoreReader } from '../../store/queries/types.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, jsonBody } from '../kit.ts'
import { selectionOf } from './letter.ts'

/** What one question may cost: so many letters, the newest first, and so many messages of a queue behind them. */
const LETTERS_MOST = 1_000
const MESSAGES_MOST = 50_000
const SUBSCRIPTIONS_MOST = 10

const check = createRoute({
  method: 'post',
  path: '/dead-letters/check',
  tags: ['Dead letters'],
  summary: 'What a redrive would come after',
  description:
    'For how many of the letters their subscription already got a newer message with the same key. It changes nothing, and looks at 1,000 letters and 50,000 messages of a queue at most.',
  request: jsonBody(CheckDeadLettersBody),
  responses: answers('Counts.', DeadLettersCheck),
})

/** Letters that have a key, by their subscription. */
function byOwner(letters: readonly DeadLetter[]): readonly (readonly DeadLetter[])[] {
  const groups = new Map<string, DeadLetter[]>()
  for (const letter of letters) {
    const key = `${letter.queue} ${letter.subscription}`
    groups.set(key, [...(groups.get(key) ?? []), letter])
  }
  return [...groups.values()]
}

async function newerThan(letters: readonly DeadLetter[], broker: BrokerApi, reader: StoreReader) {
  const [first] = letters
  const view = broker.subscriptions().find(({ queue, name }) => queue === first?.queue && name === first.subscription)
  if (first === undefined || view === undefined) return { newer: 0, complete: true }
  const { seqs, complete } = await reader.newerOfKeys({
    queueId: broker.queue(view.queue).id,
    subscription: view.name,
    events: view.events.includes('*') ? null : view.events,
    keys: [...new Set(letters.flatMap(({ message }) => message.key ?? []))],
    above: Math.min(...letters.map(({ seq }) => seq)),
    limit: MESSAGES_MOST,
  })
  const newer = letters.filter(({ seq, message }) => (seqs.get(message.key ?? '') ?? 0) > seq).length
  return { newer, complete }
}

export function checkRoutes(api: Api, { broker, reader }: ApiDeps): void {
  api.openapi(check, async (c) => {
    const selection = selectionOf(c.req.valid('json'))
    const { items, next } = await reader.listDeadLetters(selection, LETTERS_MOST, null)
    const groups = byOwner(items.filter(({ message }) => message.key !== null))
    const found = await Promise.all(
      groups.slice(0, SUBSCRIPTIONS_MOST).map((letters) => newerThan(letters, broker, reader)),
    )
    return c.json(
      {
        looked: items.length,
        withKey: groups.flat().length,
        newer: found.reduce((sum, one) => sum + one.newer, 0),
        complete: next === null && groups.length <= SUBSCRIPTIONS_MOST && found.every((one) => one.complete),
      },
      200,
    )
  })
}
