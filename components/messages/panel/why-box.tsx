'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import type { MessageDelivery } from '@/lib/api.ts'
import { deliveryOptions } from '@/lib/queries/deliveries.ts'
import type { Subscriber } from '../grid/subscribers.ts'
import { subscriberId } from '../grid/subscribers.ts'
import { notForIt, type Sent, toneOf, wants } from './verdict.ts'

interface WhyBoxProps {
  queue: string
  message: Sent
  /** `undefined` while they are on their way. */
  deliveries: readonly MessageDelivery[] | undefined
  subscribers: readonly Subscriber[]
  /** The subscriber that the question is about, as `queued:billing`. */
  who: string | null
  onWho: (who: string) => void
  /** What can be done about it for this subscriber, below the sentence. */
  actions?: ReactNode
}

/** "Why has billing not got this?" in one sentence, in the colour of the answer. */
export function WhyBox({ queue, message, deliveries, subscribers, who, onWho, actions }: WhyBoxProps) {
  const delivery = deliveries?.find((one) => subscriberId(one.delivery, one.name) === who)
  const tone = toneOf(delivery)
  const choices = choicesOf(deliveries ?? [], subscribers)
  const chosen = choices.find((one) => one.id === who)
  if (deliveries === undefined) return <section className="why nothing" aria-busy="true" />
  if (chosen === undefined) return <Nobody />
  const picker = (
    <Menu align="start" trigger={<Pick name={chosen.name} />}>
      {choices.map((one) => (
        <MenuItem key={one.id} onSelect={() => onWho(one.id)} note={<Mark delivery={one.own} />}>
          {one.name}
        </MenuItem>
      ))}
    </Menu>
  )
  return (
    <section className={`why ${tone}`} aria-label="Why" aria-live="polite">
      <div className="q">
        {tone === 'got' ? 'Has' : 'Why has'} {picker} {tone === 'got' ? 'got this?' : 'not got this?'}
      </div>
      <p className="a">{delivery?.why ?? <NotForIt queue={queue} message={message} who={chosen} />}</p>
      {actions}
    </section>
  )
}

/** Only the broker knows whether a subscription began after the message. */
function NotForIt({ queue, message, who }: { queue: string; message: Sent; who: Choice }) {
  const ofItsEvents = who.events !== undefined && wants(who.events, message.event)
  const asks = who.delivery === 'queued' && ofItsEvents && message.seq !== null && message.subscription === null
  const { data } = useQuery({ ...deliveryOptions(queue, message.seq ?? 0, who.name), enabled: asks })
  return notForIt(who, message, data?.why)
}

function Nobody() {
  return (
    <section className="why nothing" aria-label="Why">
      <p className="a">Nobody was subscribed to this.</p>
    </section>
  )
}

interface Choice extends Pick<Subscriber, 'id' | 'name' | 'delivery' | 'events'> {
  /** What it has of this message; `undefined`: nothing. */
  readonly own: MessageDelivery | undefined
}

function choicesOf(deliveries: readonly MessageDelivery[], subscribers: readonly Subscriber[]): readonly Choice[] {
  const asked = deliveries.map((delivery) => ({
    id: subscriberId(delivery.delivery, delivery.name),
    name: delivery.name,
    delivery: delivery.delivery,
    own: delivery,
    events: undefined,
  }))
  const known = new Set(asked.map((one) => one.id))
  const others = subscribers.filter((one) => !known.has(one.id))
  return [...asked, ...others.map(({ id, name, delivery, events }) => ({ id, name, delivery, own: undefined, events }))]
}

/** Base UI hands its own attributes to the button that opens the menu. */
function Pick({ name, ...rest }: { name: string } & Record<string, unknown>) {
  return (
    <button type="button" className="pick" {...rest} aria-label={`${name}, choose another subscriber`}>
      {name}
      <Icon name="down" size={12} />
    </button>
  )
}

function Mark({ delivery }: { delivery: MessageDelivery | undefined }) {
  return delivery === undefined ? <>not for it</> : <StateMark state={delivery.state} />
}
