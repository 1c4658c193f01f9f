'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { Glyph } from '@/components/ui/state.tsx'
import type { Queue, Subscription } from '@/lib/api.ts'
import { duration, MINUTE_MS } from '@/lib/format.ts'
import { lastDeadLetterOptions } from '@/lib/queries/dead-letters.ts'
import { useNow } from '../../shell/use-now.ts'
import type { Loaded } from '../use-data.ts'
import { NEED_ICONS, type Need, needsOf } from './sentences.ts'

/** A dead letter that is no older than this: there may be more to come. */
const GROWING_MS = MINUTE_MS

/** The longest page that the API gives. */
const LOOKED_AT = 200

/** What needs a hand, as sentences. Times in it grow by the minute; a new cause is there with the next change. */
export function AttentionCard({
  queues,
  subscriptions,
}: {
  queues: Loaded<Queue>
  subscriptions: Loaded<Subscription>
}) {
  const minute = Math.floor((useNow() ?? 0) / MINUTE_MS)
  const needs = useMemo(
    () =>
      queues.rows && subscriptions.rows && minute > 0
        ? needsOf(queues.rows, subscriptions.rows, Date.now())
        : undefined,
    [queues.rows, subscriptions.rows, minute],
  )
  const error = queues.error ?? subscriptions.error
  const retry = () => {
    queues.retry()
    subscriptions.retry()
  }
  return (
    <Card title="Needs attention" sub={needs && needs.length > 0 ? <Badge>{needs.length}</Badge> : undefined}>
      {needs === undefined && error === null && <Loading what="what needs attention" />}
      {needs === undefined && error !== null && (
        <CouldNotLoad title="Could not look for trouble" error={error} onRetry={retry} />
      )}
      {needs?.length === 0 && (
        <p className="calm">
          <Glyph state="acked" />
          Nothing needs a hand. Nothing fails, nobody falls behind, nothing is paused.
        </p>
      )}
      {needs !== undefined && (queues.more || subscriptions.more) && (
        <p className="calm">{`Only the first ${LOOKED_AT} ${queues.more ? 'queues' : 'subscriptions'} by name were looked through.`}</p>
      )}
      {needs !== undefined && needs.length > 0 && (
        <ul className="att">
          {needs.map((need) => (
            <Row key={need.key} need={need} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ need }: { need: Need }) {
  return (
    <li>
      <Shape kind={need.kind} />
      <div>
        <div className="t">{need.title}</div>
        <div className="d">
          {need.detail}
          {need.dead !== undefined && <Reason {...need.dead} />}
        </div>
      </div>
      <span className="since">{need.lastsMs === null ? '' : duration(need.lastsMs)}</span>
      <span className="go">
        <Link className="link" href={need.href}>
          {need.go}
        </Link>
      </span>
    </li>
  )
}

function Shape({ kind }: { kind: Need['kind'] }) {
  const icon = NEED_ICONS[kind]
  if (icon === 'dead') return <Glyph state="dead" />
  return (
    <span className={icon === 'warn' ? 'text-retry-mark' : 'text-ink-2'}>
      <Icon name={icon} />
    </span>
  )
}

/** Why the last one died, in the words of who refused it. */
function Reason({ queue, subscription }: { queue: string; subscription: string }) {
  const { data } = useQuery(lastDeadLetterOptions(queue, subscription))
  const now = useNow() ?? 0
  const [last] = data?.items ?? []
  if (last === undefined) return null
  const ago = Math.max(0, now - Date.parse(last.deadAt))
  const growing = ago < GROWING_MS ? ', and it grows' : ''
  return ` The last ${duration(Math.max(1_000, Math.floor(ago / 1_000) * 1_000))} ago because “${last.reason}”${growing}.`
}
