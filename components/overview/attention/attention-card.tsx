'use client'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useResume } from '@/components/queue/pause-queue.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { Glyph } from '@/components/ui/state.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import { count, duration } from '@/lib/format.ts'
import { NEED_ICONS, type Need } from './need.ts'
import { useNeeds } from './use-needs.ts'

/** Lines at first, and to a page once all of them are asked for. */
const FEW = 8
const MANY = 50

const keyOf = (need: Need) => need.key

/** What needs a hand: cause, size, since when, and the way out. The worst few; the rest is a press away. */
export function AttentionCard() {
  const [all, setAll] = useQueryState('attention', parseAsBoolean.withDefault(false))
  const { needs, rest, error, retry, more } = useNeeds(all ? MANY : FEW)
  const rows = useSteadyOrder(needs ?? [], keyOf, String(all))
  const total = rows.length + rest
  return (
    <Card title="Needs attention" sub={total > 0 ? <Badge>{count(total)}</Badge> : undefined}>
      {needs === undefined && error === null && <Loading what="what needs attention" />}
      {needs === undefined && error !== null && (
        <CouldNotLoad title="Could not load what needs attention" error={error} onRetry={retry} />
      )}
      {needs?.length === 0 && (
        <p className="calm">
          <Glyph state="acked" />
          Nothing needs a hand. Nothing fails, nobody falls behind, nothing is paused.
        </p>
      )}
      {rows.length > 0 && (
        <ul className="att">
          {rows.map((need) => (
            <Row key={need.key} need={need} />
          ))}
        </ul>
      )}
      {needs !== undefined && (rest > 0 || all) && (
        <p className="calm">
          {rest > 0 && (
            <Button variant="quiet" small onClick={() => (all ? more() : void setAll(true))}>
              {all ? `Show more of ${count(rest)}` : `and ${count(rest)} more`}
            </Button>
          )}
          {all && (
            <Button variant="quiet" small onClick={() => void setAll(null)}>
              Show only the worst
            </Button>
          )}
        </p>
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
        <div className="d">{need.detail}</div>
      </div>
      <span className="since">{need.lastsMs === null ? '' : duration(need.lastsMs)}</span>
      <span className="go">
        {need.resume !== undefined && <Resume queue={need.resume} />}
        <PageLink className="link" href={need.href} aria-label={`${need.go}: ${need.title}`}>
          {need.go}
        </PageLink>
      </span>
    </li>
  )
}

/** Going on asks nothing: nothing is lost by it. */
function Resume({ queue }: { queue: string }) {
  const resume = useResume(queue)
  return (
    <>
      <span role="alert" className={resume.isError ? 'bad' : 'sr'}>
        {resume.error?.message}
      </span>
      <Button
        small
        aria-label={`Resume ${queue}`}
        aria-disabled={resume.isPending ? true : undefined}
        onClick={() => resume.mutate()}
      >
        Resume
      </Button>
    </>
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
