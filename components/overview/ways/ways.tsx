'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useMemo } from 'react'
import { Way } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { Glyph, type StateName } from '@/components/ui/state.tsx'
import { RATE_WINDOWS, type Rates, type RateWindow } from '@/lib/api.ts'
import type { Totals } from '@/lib/feed.ts'
import { count, perSecond } from '@/lib/format.ts'
import { deadHref, subscribersHref } from '@/lib/links.ts'
import { RATES_OF_ALL_EVERY_MS, ratesOptions } from '@/lib/queries/rates.ts'
import { useFeed } from '../../shell/feed/provider.tsx'
import { DeliveredChart, deliveredLabel, WaitingChart, waitingLabel } from './charts.tsx'
import { Readable } from './readable.tsx'
import { changeOf, deliveredWords, stepsOf, waitingWords } from './steps.ts'

const WINDOWS = [
  { value: '15m', word: '15 min' },
  { value: '1h', word: '1 h' },
  { value: '24h', word: '24 h' },
] as const satisfies readonly { value: RateWindow; word: string }[]

const WORDS: Readonly<Record<RateWindow, string>> = { '15m': '15 min', '1h': '1 h', '24h': '24 h' }

/** The two ways side by side: what goes now, what stays, and what the last 15 minutes, hour or day were like. */
export function Ways() {
  const totals = useFeed((feed) => feed.totals)
  const paused = useFeed((feed) => feed.paused)
  const [window, setWindow] = useQueryState('window', parseAsStringLiteral(RATE_WINDOWS).withDefault('15m'))
  const { data, error, refetch } = useQuery({
    ...ratesOptions(undefined, window),
    refetchInterval: paused ? false : RATES_OF_ALL_EVERY_MS[window],
    placeholderData: (before) => before,
  })
  const steps = useMemo(() => (data === undefined ? [] : stepsOf(data)), [data])
  const shown = data?.window ?? window
  return (
    <>
      <div className="over">
        <h2 id="rates">Rates</h2>
        {error !== null && <RatesFailed error={error} onRetry={() => void refetch()} />}
        <Segmented label="Rates over" value={window} options={WINDOWS} onChange={(next) => void setWindow(next)} />
      </div>
      <div className="ways">
        <section className="card wcard rule-rt" aria-labelledby="way-realtime">
          <Head id="way-realtime" delivery="realtime" rule="away means missed" />
          <RealtimeFigures totals={totals} missed={missedIn(totals, data)} words={WORDS[shown]} />
          <Readable
            label={deliveredLabel(steps, WORDS[shown])}
            steps={steps}
            words={deliveredWords}
            caption={`delivered, ${WORDS[shown]}`}
          >
            {(at) => <DeliveredChart steps={steps} at={at} />}
          </Readable>
        </section>
        <section className="card wcard rule-qd" aria-labelledby="way-queued">
          <Head id="way-queued" delivery="queued" rule="away means it waits" />
          <QueuedFigures totals={totals} />
          <Readable
            label={waitingLabel(steps, WORDS[shown])}
            steps={steps}
            words={waitingWords}
            caption={`waiting: ${signed(changeOf(steps))} in ${WORDS[shown]}`}
          >
            {(at) => <WaitingChart steps={steps} at={at} />}
          </Readable>
        </section>
      </div>
    </>
  )
}

/** The feed counts 15 minutes each second; a longer window is as old as its series. */
function missedIn(totals: Totals | null, rates: Rates | undefined): number | undefined {
  if (rates === undefined || rates.window === '15m') return totals?.realtime.missed15m
  return rates.missed.reduce((sum, count) => sum + count, 0)
}

/** What is drawn stays, and is old. */
function RatesFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <span role="alert" className="hint bad">
      {`Could not load the rates. ${error.message} `}
      <Button small onClick={onRetry}>
        Try again
      </Button>
    </span>
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

function RealtimeFigures({
  totals,
  missed,
  words,
}: {
  totals: Totals | null
  missed: number | undefined
  words: string
}) {
  const rt = totals?.realtime
  return (
    <dl className="figs">
      <Rate name="Published" value={rt?.published} href="/queues?sort=-rate" />
      <Rate name="Delivered" value={rt?.delivered} href={subscribersHref()} />
      <Amount name={`Missed, ${words}`} state="missed" bad value={missed} href="/queues?q=missed%3A%3E0&sort=-missed" />
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
      <dd>{known ? <PageLink href={href}>{children}</PageLink> : '–'}</dd>
    </div>
  )
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value)
}
