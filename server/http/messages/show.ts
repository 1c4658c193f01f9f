/** A stored message with its deliveries, as the API shows it. */
import type { Attempt, DeliveryCell, MessageDelivery, MessageDetail, MessageItem } from '../../../lib/api.ts'
import type { BrokerApi, DeliveryView, MessageRef } from '../../broker/api.ts'
import type { Attempt as AttemptView, DeadLetter, Message, Scheduled } from '../../broker/model.ts'
import type { StoredMessage } from '../../store/queries/types.ts'
import { iso, isoOrNull } from '../kit.ts'

/** Where a letter was written, the delivery ended, whatever memory forgot since; unless someone began it anew. */
const OPEN: ReadonlySet<string> = new Set(['pending', 'inFlight', 'retrying'])

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

function gaveUp(view: DeliveryView, letter: DeadLetter): DeliveryView {
  const tries = letter.attempts.at(-1)?.attempt ?? 0
  const why =
    view.state === 'dead' ? view.why : `${view.name} tried it ${times(tries)} and gave it up: "${letter.reason}".`
  return { ...view, state: 'dead', since: letter.deadAt, retryAt: null, holder: null, attempts: letter.attempts, why }
}

const withLetter = (view: DeliveryView, letters: readonly DeadLetter[]): DeliveryView => {
  if (view.delivery === 'realtime' || OPEN.has(view.state)) return view
  const letter = letters.find(({ subscription }) => subscription === view.name)
  if (letter === undefined) return view
  // A subscription that was moved back may have settled it since.
  const outlived = view.state === 'acked' && view.since !== null && view.since > letter.deadAt
  return outlived ? view : gaveUp(view, letter)
}

const refOf = ({ message, position }: StoredMessage): MessageRef => ({
  seq: position.seq,
  ord: position.ord,
  event: message.event,
  expiresAt: message.expiresAt,
  only: message.only,
  publishedAt: message.publishedAt,
})

/** Every delivery of each of these messages of a queue: memory's, with the log's dead letters over it. */
export function deliveriesOf(
  broker: BrokerApi,
  queue: string,
  stored: readonly StoredMessage[],
  letters: readonly DeadLetter[],
): readonly (readonly DeliveryView[])[] {
  const views = broker.deliveriesOfEach(queue, stored.map(refOf))
  return stored.map(({ message }, at) => {
    const mine = letters.filter(({ seq }) => seq === message.seq)
    return (views[at] ?? []).map((view) => withLetter(view, mine))
  })
}

/** The same for one subscription; also where it began after the message. `null`: it is none of its business. */
export function deliveryOf(
  broker: BrokerApi,
  name: string,
  stored: StoredMessage,
  letters: readonly DeadLetter[],
): DeliveryView | null {
  const view = broker.delivery(stored.message.queue, name, refOf(stored))
  return view && withLetter(view, letters)
}

export const showAttempt = (attempt: AttemptView): Attempt => ({
  ...attempt,
  at: iso(attempt.at),
  endedAt: isoOrNull(attempt.endedAt),
  retryAt: isoOrNull(attempt.retryAt),
})

const showCell = (view: DeliveryView): DeliveryCell => ({
  name: view.name,
  delivery: view.delivery,
  state: view.state,
  since: isoOrNull(view.since),
  retryAt: isoOrNull(view.retryAt),
  behind: view.behind,
})

export const showDelivery = (view: DeliveryView): MessageDelivery => ({
  ...showCell(view),
  subscription: view.delivery === 'queued' ? view.name : null,
  ...(view.holder === null ? {} : { holder: view.holder }),
  attempts: view.attempts.map(showAttempt),
  why: view.why,
})

function countStates(views: readonly DeliveryView[]): MessageItem['state'] {
  const counts: MessageItem['state'] = {}
  for (const { state } of views) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const NEVER_SENT: ReadonlySet<string> = new Set(['pending', 'scheduled', 'expired', 'purged', 'missed'])

/** Memory forgets the attempts of what was settled long ago, but that there was one it knows. */
const attemptsOf = ({ attempts, state }: DeliveryView): number =>
  attempts.at(-1)?.attempt ?? (NEVER_SENT.has(state) ? 0 : 1)

/** At most so many bytes of it, and no character in halves. */
const beginning = (text: string, bytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true })

/** What a list shows of a payload; `preview` bytes of one that is longer. */
function itemPayload(
  text: string,
  preview: number | undefined,
): Pick<MessageItem, 'payload' | 'preview' | 'truncated'> {
  if (preview === undefined || Buffer.byteLength(text) <= preview) return { payload: payloadOf(text) }
  return { preview: beginning(text, preview), truncated: true }
}

const payloadOf = (text: string): unknown => JSON.parse(text)

function showMessage(message: Message, views: readonly DeliveryView[]) {
  return {
    id: message.id,
    seq: message.seq,
    queue: message.queue,
    event: message.event,
    ...(message.key === null ? {} : { key: message.key }),
    headers: message.headers ?? {},
    publishedAt: iso(message.publishedAt),
    subscription: message.only,
    attempt: Math.max(0, ...views.map(attemptsOf)),
    ...(message.expiresAt === null ? {} : { expiresAt: iso(message.expiresAt) }),
    ...(message.publisher === null ? {} : { publisher: message.publisher }),
    bytes: message.bytes,
    state: countStates(views),
  }
}

/** What a message is by where it stands: in the log, or waiting until it is due. */
function placeOf(row: StoredMessage | Scheduled) {
  if ('dueAt' in row) return { delivery: 'queued' as const, dueAt: iso(row.dueAt), position: null }
  const { seq, ord } = row.position
  return { delivery: row.message.seq === null ? ('realtime' as const) : ('queued' as const), position: { seq, ord } }
}

/** What a list has of each message. */
export interface Shown {
  readonly preview: number | undefined
  /** Which deliveries have a cell of their own. */
  readonly shows: (view: DeliveryView) => boolean
}

export const showItem = (
  row: StoredMessage | Scheduled,
  views: readonly DeliveryView[],
  { preview, shows }: Shown,
): MessageItem => ({
  ...showMessage(row.message, views),
  ...itemPayload(row.message.payload, preview),
  ...placeOf(row),
  deliveries: views.filter(shows).map(showCell),
})

export const showDetail = (row: StoredMessage | Scheduled, views: readonly DeliveryView[]): MessageDetail => ({
  ...showMessage(row.message, views),
  payload: payloadOf(row.message.payload),
  ...placeOf(row),
  deliveries: views.map(showDelivery),
})
