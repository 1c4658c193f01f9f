import { createRoute } from '@hono/zod-openapi'
import { EditedRedrive, EditedRedriveBody } from '../../../lib/api.ts'
import { checkPublish } from '../../../lib/protocol.ts'
import type { LetterEdit } from '../../broker/api.ts'
import type { DeadLetter } from '../../broker/model.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { Fault } from '../fault.ts'
import { type Api, answers, jsonBody } from '../kit.ts'

const edit = createRoute({
  method: 'post',
  path: '/dead-letters/edit',
  tags: ['Dead letters'],
  summary: 'Send one dead letter again, edited',
  description:
    'A copy with another payload or other headers, for its subscription alone. The letter leaves the list in the same commit.',
  request: jsonBody(EditedRedriveBody),
  responses: answers('The copy is on disk.', EditedRedrive),
})

/** The letter as it shall be, by the checks of a publish. @throws Fault E_BAD_REQUEST, E_TOO_LARGE */
function editOf({ queue, message }: DeadLetter, body: EditedRedriveBody): LetterEdit {
  const { event, key } = message
  const headers = body.headers === undefined ? message.headers : body.headers
  const payload: unknown = 'payload' in body ? body.payload : JSON.parse(message.payload)
  const checked = checkPublish({
    queue,
    event,
    payload,
    ...(key !== null && { key }),
    ...(headers !== null && { headers }),
  })
  if (!checked.ok) throw new Fault(checked.error.code, checked.error.message, checked.error)
  return { payload: checked.value.payload, headers: checked.value.headers, bytes: checked.value.bytes }
}

export function editRoutes(api: Api, { broker, reader }: ApiDeps): void {
  api.openapi(edit, async (c) => {
    const body = c.req.valid('json')
    const { items } = await reader.listDeadLetters({ items: [body.item] }, 1, null)
    const [letter] = items
    if (letter === undefined)
      throw new Fault('E_NOT_FOUND', 'There is no such dead letter: it was redriven or deleted.')
    return c.json(await broker.redriveEdited(body.item, editOf(letter, body), actorOf(c)), 200)
  })
}
