'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { CouldNotLoad, Loading, NoData } from '@/components/ui/screen.tsx'
import type { MessageDelivery, MessageDetail, MessageItem } from '@/lib/api.ts'
import { type MessageRef, messageOptions } from '@/lib/queries/messages.ts'
import { ApiFailure } from '@/lib/queries/request.ts'
import { type Subscriber, subscriberId, sumWords } from '../grid/subscribers.ts'
import { Attempts } from './attempts.tsx'
import { PanelButtons, PanelHead, titleOf } from './panel-head.tsx'
import { Payload, PayloadPreview } from './payload.tsx'
import { mostUrgent, toneOf } from './verdict.ts'
import { Waterfall } from './waterfall.tsx'
import { WhyBox } from './why-box.tsx'

/** Its sentences hold times: while something waits they count seconds, afterwards nobody minds a quarter of a minute. */
function everyMs(message: MessageDetail | undefined): number {
  const waits = message?.deliveries.some((one) => toneOf(one) === 'waits') ?? false
  return waits ? 1_000 : 15_000
}

interface PanelProps {
  queue: string
  address: MessageRef
  /** The largest seq of the queue. */
  lastSeq: number
  /** What the row already knows, shown until the whole message is there. */
  item: MessageItem | undefined
  subscribers: readonly Subscriber[]
  who: string | null
  onWho: (who: string) => void
  onNewer: (() => void) | null
  onOlder: (() => void) | null
  onClose: () => void
  /** What a person can do with it. */
  actions: (message: MessageDetail) => ReactNode
  /** What a person can do about its delivery to one subscription. */
  deeds: (message: MessageDetail, subscription: string, delivery: MessageDelivery | undefined) => ReactNode
}

/** One message: why, deliveries, attempts, payload. */
export function Panel(props: PanelProps) {
  const { queue, address, item, onNewer, onOlder, onClose } = props
  const paused = useFeed((feed) => feed.paused)
  const detail = useQuery({
    ...messageOptions(queue, address),
    // What is gone stays gone; asking again at every change would only fill the network log.
    enabled: ({ state }) => !isGone(state.error),
    refetchInterval: ({ state }) => (paused ? false : everyMs(state.data)),
  })
  const element = useRef<HTMLElement>(null)
  const name = 'seq' in address ? `Message ${address.seq}` : `Message ${address.id}`
  const gone = isGone(detail.error)
  const message = gone ? undefined : (detail.data ?? item)

  // A phone shows the panel over the page: what was opened has to be in view.
  useEffect(() => {
    element.current?.scrollTo({ top: 0 })
  }, [])
  return (
    <aside ref={element} className="panel" aria-label={name}>
      {message === undefined && (
        <header>
          <h2>{titleOf({ seq: 'seq' in address ? address.seq : null, delivery: 'realtime' })}</h2>
          <span className="grow" />
          <PanelButtons onNewer={onNewer} onOlder={onOlder} onClose={onClose} />
        </header>
      )}
      {gone && <Gone coming={'seq' in address && address.seq > props.lastSeq} />}
      {message === undefined && !gone && detail.error === null && <Loading what="the message" />}
      {message === undefined && !gone && detail.error !== null && (
        <CouldNotLoad title="Could not load the message" error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {message !== undefined && <Shown {...props} message={message} detail={detail.data} />}
    </aside>
  )
}

function isGone(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'E_NOT_FOUND'
}

function Gone({ coming }: { coming: boolean }) {
  return coming ? (
    <NoData icon="clock" title="Not published yet">
      The queue has not come to this number.
    </NoData>
  ) : (
    <NoData icon="clock" title="No longer kept">
      Everybody had it, or its time was up, so the log has let it go.
    </NoData>
  )
}

type ShownProps = PanelProps & { message: MessageItem | MessageDetail; detail: MessageDetail | undefined }

function Shown({ message, detail, subscribers, who, onWho, onNewer, onOlder, onClose, actions, deeds }: ShownProps) {
  const urgent = mostUrgent(detail?.deliveries ?? [])
  const asked = who ?? (urgent === undefined ? null : subscriberId(urgent.delivery, urgent.name))
  const delivery = detail?.deliveries.find((one) => subscriberId(one.delivery, one.name) === asked)
  const subscription = asked?.startsWith('queued:') === true ? asked.slice('queued:'.length) : null
  return (
    <>
      <PanelHead message={message} onNewer={onNewer} onOlder={onOlder} onClose={onClose} />
      <WhyBox
        queue={message.queue}
        message={message}
        deliveries={detail?.deliveries}
        subscribers={subscribers}
        who={asked}
        onWho={onWho}
        actions={detail !== undefined && subscription !== null && deeds(detail, subscription, delivery)}
      />
      {detail !== undefined && detail.deliveries.length > 0 && (
        <section aria-label="Deliveries">
          <h3>
            Deliveries <span className="sub">{sumWords(detail.state)}</span>
          </h3>
          <Waterfall
            publishedAt={Date.parse(detail.publishedAt)}
            deliveries={detail.deliveries}
            who={asked}
            onWho={onWho}
          />
        </section>
      )}
      {delivery !== undefined && <Attempts delivery={delivery} />}
      <PayloadOf message={message} />
      {detail !== undefined && <footer>{actions(detail)}</footer>}
    </>
  )
}

/** The list leaves a large payload out: its beginning stands here until the whole message has come. */
function PayloadOf({ message }: { message: MessageItem | MessageDetail }) {
  if ('preview' in message && message.preview !== undefined) return <PayloadPreview text={message.preview} />
  return <Payload value={message.payload} name={`${message.queue}-${message.seq ?? message.id}`} />
}
