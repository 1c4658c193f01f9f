'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Chip } from '@/components/ui/badge.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { DeadLetterReason } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { keyOf, ownerOf } from './group.ts'
import { JobsCard } from './jobs/jobs-card.tsx'
import { OpenReason } from './open-reason.tsx'
import { ReasonsCard } from './reasons/reasons-card.tsx'
import { useDeadUrl } from './use-dead-url.ts'

/** What was given up, by reason: the letters of one, and what can be done with them. */
export function DeadView() {
  const { queue, subscription, setUrl } = useDeadUrl()
  const all = useQuery(deadReasonsOptions({}))
  const queues = [...new Set([...(all.data?.items ?? []).map((one) => one.queue), ...(queue === '' ? [] : [queue])])]
  const options = ['', ...queues.sort()].map((name) => ({ value: name, word: name === '' ? 'All queues' : name }))
  const show = (next: string) => void setUrl({ queue: next, subscription: '', of: null, reason: null, q: '' })
  const actions = (
    <>
      <PauseButton />
      {queues.length > 1 && <Select label="Queue" value={queue} options={options} onChange={show} />}
    </>
  )
  const showAll = () => show('')
  return (
    <Page title="Dead letters" actions={actions}>
      {all.isPending && <Loading what="the dead letters" />}
      {all.isError && all.data === undefined && (
        <CouldNotLoad title="Could not load the dead letters" error={all.error} onRetry={() => void all.refetch()} />
      )}
      {all.data !== undefined && (
        <Shown key={`${queue} ${subscription}`} reasons={all.data.items} onShowAll={showAll} />
      )}
    </Page>
  )
}

function Shown({ reasons, onShowAll }: { reasons: readonly DeadLetterReason[]; onShowAll: () => void }) {
  const { queue, subscription, of, reason, setUrl } = useDeadUrl()
  const matching = reasons.filter(
    (one) => (queue === '' || one.queue === queue) && (subscription === '' || one.subscription === subscription),
  )
  const rows = useSteadyOrder(matching, keyOf, `${queue} ${subscription}`)
  const picked = rows.find((one) => ownerOf(one) === of && one.reason === reason)
  const [first] = rows
  // The address names the open one from the start: another does not slip under somebody's hand when it is gone.
  useEffect(() => {
    if (of === null && first !== undefined) void setUrl({ of: ownerOf(first), reason: first.reason })
  }, [of, first, setUrl])
  const filtered = queue !== '' || subscription !== ''
  if (rows.length === 0) {
    return (
      <div className="stack">
        <section className="card">
          {filtered && reasons.length > 0 ? (
            <NothingMatches title="Nothing matches" actions={<Button onClick={onShowAll}>Show all queues</Button>}>
              {`${counted(sum(reasons), 'dead letter')}, none of `}
              <Filters queue={queue} subscription={subscription} />
            </NothingMatches>
          ) : (
            <Nothing />
          )}
        </section>
        <JobsCard />
      </div>
    )
  }
  return (
    <div className="dlq">
      <div className="stack">
        <ReasonsCard
          rows={rows}
          picked={picked}
          total={sum(rows)}
          onPick={(one) => void setUrl({ of: ownerOf(one), reason: one.reason, q: '' })}
          filter={
            subscription !== '' && (
              <p className="dlqfilter">
                <Filters queue={queue} subscription={subscription} />
                <Button variant="quiet" small onClick={onShowAll}>
                  Show all
                </Button>
              </p>
            )
          }
        />
        <JobsCard />
      </div>
      {picked === undefined ? (
        <section className="card gone">
          <NoData icon="dead" title={of === null ? 'No reason is open' : 'Nothing is left of this reason'}>
            Its letters were redriven or deleted. The other reasons stand at the left.
          </NoData>
        </section>
      ) : (
        <OpenReason key={keyOf(picked)} picked={picked} />
      )}
    </div>
  )
}

function Filters({ queue, subscription }: { queue: string; subscription: string }) {
  return (
    <>
      {queue !== '' && <Chip name="queue">{queue}</Chip>}
      {queue !== '' && subscription !== '' && ' '}
      {subscription !== '' && <Chip name="subscription">{subscription}</Chip>}
    </>
  )
}

function Nothing() {
  return (
    <NoData icon="dead" title="Nothing is dead" actions={<ButtonLink href="/subscribers">Subscribers</ButtonLink>}>
      A delivery that fails too often, or that its subscriber refuses for good, ends here with its payload and its
      reason, and stays for 30 d.
    </NoData>
  )
}

const sum = (reasons: readonly DeadLetterReason[]) => reasons.reduce((total, one) => total + one.count, 0)
