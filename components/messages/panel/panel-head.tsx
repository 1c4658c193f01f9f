'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { WayBadge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Time, useTimes } from '@/components/ui/time.tsx'
import type { MessageItem } from '@/lib/api.ts'
import { bytes, count, duration } from '@/lib/format.ts'
import { CopyId } from './copy-id.tsx'

/** What of a message does not change: the list's item and the whole message both have it. */
export type MessageFacts = Omit<MessageItem, 'deliveries'>

interface PanelHeadProps {
  message: MessageFacts
  onNewer: (() => void) | null
  onOlder: (() => void) | null
  onClose: () => void
}

export function PanelHead({ message, onNewer, onOlder, onClose }: PanelHeadProps) {
  return (
    <>
      <header>
        <h2>{titleOf(message)}</h2>
        <span className="chip ellipsis">{message.event}</span>
        <WayBadge delivery={message.delivery} />
        <span className="grow" />
        <PanelButtons onNewer={onNewer} onOlder={onOlder} onClose={onClose} />
      </header>
      <div className="meta">
        <span>
          <Time at={message.publishedAt} exact />
          {message.publisher !== undefined && (
            <>
              {' by '}
              <b>{message.publisher}</b>
            </>
          )}
        </span>
        {message.dueAt !== undefined && <DueIn at={message.dueAt} />}
        {message.expiresAt !== undefined && (
          <span>
            expires{' '}
            <b>
              <Time at={message.expiresAt} />
            </b>
          </span>
        )}
        <span>{bytes(message.bytes)}</span>
        {message.key !== undefined && (
          <span>
            key <b className="mono">{message.key}</b>
          </span>
        )}
        {message.subscription !== null && (
          <span>
            a copy for <b>{message.subscription}</b> alone
          </span>
        )}
        <CopyId id={message.id} />
        {Object.entries(message.headers).map(([name, value]) => (
          <span key={name}>
            {name} <b className="mono">{value}</b>
          </span>
        ))}
      </div>
    </>
  )
}

/** Both the time and the distance. */
function DueIn({ at }: { at: string }) {
  const left = Math.ceil((Date.parse(at) - (useNow() ?? 0)) / 1_000) * 1_000
  const { relative } = useTimes()
  return (
    <span>
      due{' '}
      <b>
        {left > 0 && <Time at={at} />}
        {left > 0 ? !relative && `, in ${duration(left)}` : 'now'}
      </b>
    </span>
  )
}

export function PanelButtons({ onNewer, onOlder, onClose }: Omit<PanelHeadProps, 'message'>) {
  return (
    <>
      {onNewer !== null && (
        <Button variant="quiet" small icon aria-label="Newer message" title="Newer  K" onClick={onNewer}>
          <Icon name="up" />
        </Button>
      )}
      {onOlder !== null && (
        <Button variant="quiet" small icon aria-label="Older message" title="Older  J" onClick={onOlder}>
          <Icon name="down" />
        </Button>
      )}
      <Button variant="quiet" small icon aria-label="Close panel" title="Close  Esc" onClick={onClose}>
        <Icon name="close" />
      </Button>
    </>
  )
}

/** Real-time and not yet due messages have no seq. */
export function titleOf(message: Pick<MessageItem, 'seq' | 'delivery'>): string {
  if (message.seq !== null) return count(message.seq)
  return message.delivery === 'realtime' ? 'Real time' : 'Scheduled'
}
