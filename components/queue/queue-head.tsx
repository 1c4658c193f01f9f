import type { ReactNode } from 'react'
import { CountLink } from '@/components/ui/figure.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { StateMark, type StateName } from '@/components/ui/state.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { bytes, duration, perSecond } from '@/lib/format.ts'
import { liveHref, queueHref, settingsHref } from '@/lib/links.ts'
import { toGoWords } from '@/lib/pace.ts'
import { piece } from '@/lib/queries/request.ts'
import { PauseQueue } from './pause-queue.tsx'

/** The figures of a queue; each leads to the rows that it counts. */
export function QueueHead({ queue }: { queue: QueueDetail }) {
  const { rates } = queue
  const at = `/queues/${piece(queue.name)}`
  const toGo = toGoWords(queue.pending + queue.inFlight + queue.retrying, queue.catchUpMs)
  return (
    <div className="qhead">
      <dl>
        <Figure name="In">
          <PageLink href={liveHref(queue.name)}>{perSecond(rates.published)}/s</PageLink>
        </Figure>
        <Figure name="Acked">
          <PageLink href={queueHref(queue.name, 'state:acked')}>{perSecond(rates.acked)}/s</PageLink>
        </Figure>
        <Figure name="Oldest">
          {queue.oldestPendingMs === null ? (
            <span className="zero">none</span>
          ) : (
            <PageLink href={`${at}/subscriptions`}>{duration(queue.oldestPendingMs)}</PageLink>
          )}
        </Figure>
        {toGo !== null && (
          <Figure name="Catching up">
            <PageLink href={`${at}/subscriptions`}>{toGo}</PageLink>
          </Figure>
        )}
        <StateFigure queue={queue.name} state="pending" value={queue.pending} />
        <StateFigure queue={queue.name} state="inFlight" value={queue.inFlight} />
        <StateFigure queue={queue.name} state="retrying" value={queue.retrying} />
        <StateFigure queue={queue.name} state="dead" value={queue.dead} />
        <StateFigure queue={queue.name} state="missed" value={rates.missed} words="missed, 15 min" range="15m" />
        {queue.scheduled > 0 && <StateFigure queue={queue.name} state="scheduled" value={queue.scheduled} />}
        <Figure name="Stored">
          <PageLink
            className={isNearlyFull(queue) ? 'text-retry' : undefined}
            href={settingsHref(queue.name)}
            title={`Removed after ${duration(queue.retentionMs)}, read or not`}
          >
            {`${bytes(queue.storedBytes)} of ${bytes(queue.maxBytes)}`}
          </PageLink>
        </Figure>
      </dl>
      <PauseQueue queue={queue} className="phone-only" />
    </div>
  )
}

function isNearlyFull({ warning, storedBytes, maxBytes }: QueueDetail): boolean {
  return warning === 'size' || storedBytes >= maxBytes
}

function Figure({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface StateFigureProps {
  queue: string
  state: StateName
  value: number
  words?: string
  range?: '15m'
}

function StateFigure({ queue, state, value, words, range }: StateFigureProps) {
  return (
    <Figure name={<StateMark state={state}>{words}</StateMark>}>
      <CountLink value={value} href={queueHref(queue, `state:${state}`, range)} />
    </Figure>
  )
}
