'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { Glyph, type StateName } from '@/components/ui/state.tsx'
import type { Audience, Delivery } from '@/lib/api.ts'
import { count, duration, listedShort } from '@/lib/format.ts'
import { isName } from '@/lib/protocol.ts'
import { type AudienceQuestion, audienceOptions, questionOf, sizeOf } from '@/lib/queries/audience.ts'
import { ApiFailure } from '@/lib/queries/request.ts'
import type { Known } from '../form/use-known.ts'
import { useSettled } from './use-settled.ts'

const AFTER_MS = 150

type Group = Audience['now']

interface WhatIfProps {
  queue: string
  event: string
  /** Empty: none. */
  messageKey: string
  delivery: Delivery
  known: Known
  /** It waits so long before it is in the queue; `null`: not at all. */
  delayMs: number | null
}

/** Who would get it now, who finds it waiting, who misses it, who does not listen; and how it were the other way. */
export function WhatIf({ queue, event, messageKey, delivery, delayMs, known }: WhatIfProps) {
  const settledQueue = useSettled(queue, AFTER_MS)
  const settledEvent = useSettled(event, AFTER_MS)
  const settledKey = useSettled(messageKey, AFTER_MS)
  const question = questionOf(settledQueue, settledEvent, delivery, settledKey)
  const enabled = isName(settledQueue) && isName(settledEvent)
  // A queue that does not exist has no audience to ask for.
  const exists = queue === settledQueue ? known.exists : undefined
  const asked = useQuery({
    ...audienceOptions(question),
    enabled: enabled && exists === true,
    placeholderData: keepPreviousData,
  })
  const sub = enabled ? subOf(question) : undefined
  return (
    <Card
      title={delayMs === null ? 'If you publish now' : 'If it were due now'}
      actions={
        <span className="sub ellipsis" title={sub}>
          {sub}
        </span>
      }
      live="polite"
    >
      {enabled && delayMs !== null && (
        <Line>{`Nobody gets it for ${duration(delayMs)}: it is stored, and is in ${settledQueue} when it is due. Who is there by then counts.`}</Line>
      )}
      {enabled ? (
        <Answer asked={asked} exists={exists} autoCreate={known.autoCreate} question={question} />
      ) : (
        <Line>Name a queue and an event to see who gets it.</Line>
      )}
    </Card>
  )
}

function Answer({
  asked,
  exists,
  autoCreate,
  question,
}: {
  exists: boolean | undefined
  autoCreate: boolean
  asked: { data: Audience | undefined; error: unknown }
  question: AudienceQuestion
}) {
  if (exists === false || isUnknown(asked.error)) return <Line>{unknownWords(question.queue, autoCreate)}</Line>
  if (asked.error !== null)
    return <Line>{asked.error instanceof Error ? asked.error.message : 'Could not ask the broker.'}</Line>
  if (asked.data === undefined) return <Line>Asking the broker.</Line>
  return <Groups audience={asked.data} question={question} />
}

function Groups({
  audience,
  question: { queue, event, delivery },
}: {
  audience: Audience
  question: AudienceQuestion
}) {
  const { now, waits, misses, notListening, counts } = audience
  const size = (group: keyof Audience['counts']) => sizeOf(audience, group)
  const nobody = size('now') + size('waits') + size('misses') === 0
  return (
    <>
      {nobody && <Line>{nobodyWords(delivery)}</Line>}
      <Row size={size('now')} state="inFlight" title={size('now') === 1 ? 'gets it at once' : 'get it at once'}>
        {nowWords(now, counts.now)}
      </Row>
      <Row size={size('waits')} state="pending" title={size('waits') === 1 ? 'finds it waiting' : 'find it waiting'}>
        {sentences(waits, size('waits'))}
      </Row>
      <Row size={size('misses')} state="missed" title={size('misses') === 1 ? 'misses it' : 'miss it'}>
        {sentences(misses, size('misses'))}
      </Row>
      <Row size={size('notListening')} title={`${size('notListening') === 1 ? 'does' : 'do'} not listen to ${event}`}>
        {sentences(notListening, size('notListening'))}
      </Row>
      <Otherwise queue={queue} event={event} delivery={delivery} audience={audience} />
    </>
  )
}

function Row({
  size,
  state,
  title,
  children,
}: {
  size: number
  state?: StateName
  title: string
  children: ReactNode
}) {
  if (size === 0) return null
  return (
    <div className="ifrow">
      <span className={state === undefined ? 'big quiet' : 'big'}>
        {state === undefined ? <span className="noglyph" /> : <Glyph state={state} />}
        {count(size)}
      </span>
      <div>
        <div className="t">{title}</div>
        <div className="d">{children}</div>
      </div>
    </div>
  )
}

function Line({ children }: { children: ReactNode }) {
  return (
    <div className="ifrow line">
      <div className="d">{children}</div>
    </div>
  )
}

/** The same message the other way: what that would change. */
function Otherwise({ delivery, audience }: AudienceQuestion & { audience: Audience }) {
  const { counts } = audience
  const live = namesOf(audience.now, 'realtime')
  const durable = [...namesOf(audience.now, 'queued'), ...namesOf(audience.waits, 'queued')]
  if (delivery === 'realtime' || (live.length === 0 && durable.length === 0)) return null
  const lost =
    durable.length === 0
      ? ''
      : ` ${listedShort(durable, 3, counts.now.queued + counts.waits.queued)} would never see it.`
  return (
    <div className="ifrow line aside">
      <div className="d">
        <b>As real time instead:</b>
        {` ${live.length === 0 ? 'nobody gets it' : `${listedShort(live, 3, counts.now.realtime)} ${live.length === 1 ? 'gets' : 'get'} it`}, and no subscription keeps it.${lost}`}
      </div>
    </div>
  )
}

function nowWords(group: Group, all: { queued: number; realtime: number }): ReactNode {
  const durable = namesOf(group, 'queued')
  const live = namesOf(group, 'realtime')
  return (
    <>
      {durable.length > 0 && <div>{`Queued, must ack: ${listedShort(durable, 12, all.queued)}.`}</div>}
      {live.length > 0 && <div>{`Real time: ${listedShort(live, 12, all.realtime)}.`}</div>}
    </>
  )
}

/** The broker's own reasons, each with all whom it fits. Beyond a handful of reasons only the names. */
function sentences(group: Group, all: number): ReactNode {
  const byReason = new Map<string, string[]>()
  for (const { name, why } of group) byReason.set(why, [...(byReason.get(why) ?? []), name])
  if (byReason.size > 5 || all > group.length)
    return listedShort(
      group.map((one) => one.name),
      8,
      all,
    )
  return [...byReason].map(([why, names]) => (
    <div key={why}>
      <b>{listedShort(names, 6)}</b>
      {`: ${why.replace(/^(?:It|Nobody) /, (word) => word.toLowerCase())}`}
    </div>
  ))
}

function namesOf(group: Group, delivery: Delivery): string[] {
  return group.filter((one) => one.delivery === delivery).map((one) => one.name)
}

function nobodyWords(delivery: Delivery): string {
  return delivery === 'queued'
    ? 'Nobody listens to it. It is stored all the same.'
    : 'Nobody listens to it, and nothing keeps it.'
}

function subOf({ queue, event, delivery, key }: AudienceQuestion): string {
  return `${queue}, ${event}, ${wayWord(delivery)}${key === undefined ? '' : `, key ${key}`}`
}

function unknownWords(queue: string, autoCreate: boolean): string {
  return autoCreate
    ? `${queue} does not exist yet; publishing creates it, and nobody listens so far.`
    : `${queue} does not exist: a publish is refused until somebody creates it.`
}

function wayWord(delivery: Delivery): string {
  return delivery === 'queued' ? 'queued' : 'real time'
}

function isUnknown(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'E_UNKNOWN_QUEUE'
}
