'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Way } from '@/components/ui/badge.tsx'
import { Glyph, type StateName } from '@/components/ui/state.tsx'
import type { Totals } from '@/lib/feed.ts'
import { count, perSecond } from '@/lib/format.ts'
import { deadHref, subscribersHref } from '@/lib/links.ts'
import { RATES_EVERY_MS, ratesOptions } from '@/lib/queries/rates.ts'
import { useFeed } from '../../shell/feed/provider.tsx'
import { DeliveredChart, WaitingChart } from './charts.tsx'

/** The two ways side by side: what went, what stays, and the last 15 minutes. */
export function Ways() {
  const totals = useFeed((feed) => feed.totals)
  const paused = useFeed((feed) => feed.paused)
  const { data } = useQuery({ ...ratesOptions(), refetchInterval: paused ? false : RATES_EVERY_MS })
  const waiting = data?.waiting ?? []
  return (
    <div className="ways">
      <section className="card wcard rule-rt" aria-labelledby="way-realtime">
        <Head id="way-realtime" delivery="realtime" rule="away means missed" />
        <RealtimeFigures totals={totals} />
        <figure>{data && <DeliveredChart delivered={data.deliveredRealtime} missed={data.missed} />}</figure>
      </section>
      <section className="card wcard rule-qd" aria-labelledby="way-queued">
        <Head id="way-queued" delivery="queued" rule="away means it waits" />
        <QueuedFigures totals={totals} />
        <figure className="trendline">
          {data && <WaitingChart waiting={waiting} />}
          <figcaption className="hint">
            {`waiting: ${signed((waiting.at(-1) ?? 0) - (waiting[0] ?? 0))}`}
            <br />
            in 15 min
          </figcaption>
        </figure>
      </section>
    </div>
  )
}

function Head({ id, delivery, rule }: { id: string; delivery: 'queued' | 'realtime'; rule: string }) {
  return (
    <div className="head">
      <h2 id={id}>
        <Way delivery={delivery} />
      </h2>
      <span className="sub">{rule}</span>
    </div>
  )
}

function RealtimeFigures({ totals }: { totals: Totals | null }) {
  const rt = totals?.realtime
  return (
    <dl className="figs">
      <Rate name="Published" value={rt?.published} href="/queues?sort=-rate" />
      <Rate name="Delivered" value={rt?.delivered} href={subscribersHref()} />
      <Amount name="Missed, 15 min" state="missed" bad value={rt?.missed15m} href="/queues" />
    </dl>
  )
}

function QueuedFigures({ totals }: { totals: Totals | null }) {
  const queued = totals?.queued
  return (
    <dl className="figs">
      <Rate name="Published" value={queued?.published} href="/queues?sort=-rate" />
      <Rate name="Acked" value={queued?.acked} href={subscribersHref()} />
      <Amount name="Waiting" state="pending" value={queued?.waiting} href="/queues?sort=-pending" />
      <Amount name="In flight" state="inFlight" value={queued?.inFlight} href="/queues?sort=-inFlight" />
      <Amount name="Retrying" state="retrying" value={queued?.retrying} href="/queues?sort=-retrying" />
      <Amount name="Dead" state="dead" bad value={queued?.dead} href={deadHref()} />
    </dl>
  )
}

function Rate({ name, value, href }: { name: string; value: number | undefined; href: string }) {
  return (
    <Fig name={name} href={href} known={value !== undefined}>
      {perSecond(value ?? 0)} <small>/s</small>
    </Fig>
  )
}

function Amount({
  name,
  state,
  value,
  href,
  bad = false,
}: {
  name: string
  state: StateName
  value: number | undefined
  href: string
  bad?: boolean
}) {
  const title = (
    <>
      <Glyph state={state} />
      {name}
    </>
  )
  return (
    <Fig name={title} href={href} known={value !== undefined} bad={bad && (value ?? 0) > 0}>
      {count(value ?? 0)}
    </Fig>
  )
}

/** Before the first word of the feed there is no number: a dash, not a zero. */
function Fig({
  name,
  href,
  known,
  bad = false,
  children,
}: {
  name: ReactNode
  href: string
  known: boolean
  bad?: boolean
  children: ReactNode
}) {
  return (
    <div className={bad ? 'fig bad' : 'fig'}>
      <dt>{name}</dt>
      <dd>{known ? <Link href={href}>{children}</Link> : '–'}</dd>
    </div>
  )
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value)
}
