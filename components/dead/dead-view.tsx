'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { DeadLetterReasons } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { DeadFilterBar, DeadFilterChips } from './filter/filter-bar.tsx'
import { type DeadFilter, useDeadFilter } from './filter/use-dead-filter.ts'
import { EVERYTHING, keyOf, ownerOf, scopeOf } from './group.ts'
import { JobsCard } from './jobs/jobs-card.tsx'
import { UndoBar } from './jobs/undo-bar.tsx'
import { OpenLetters } from './open-letters.tsx'
import { ReasonsCard } from './reasons/reasons-card.tsx'

/** What was given up, by reason: the letters that a filter matches, and what can be done with them. */
export function DeadView() {
  const url = useDeadFilter()
  const all = useQuery(deadReasonsOptions({}))
  const found = useQuery({ ...deadReasonsOptions(url.filter), placeholderData: (before) => before })
  const none = all.data?.total === 0
  const queues = [...new Set(all.data?.items.map((one) => one.queue))]
  return (
    <Page title="Dead letters" actions={<PauseButton />}>
      <div className="deadpage">
        {!(none && !url.filtered) && <DeadFilterBar url={url} queues={queues} />}
        <UndoBar />
        {found.isPending && <Loading what="the dead letters" />}
        {found.isError && found.data === undefined && (
          <CouldNotLoad
            title="Could not load the dead letters"
            error={found.error}
            onRetry={() => void Promise.all([all.refetch(), found.refetch()])}
            actions={url.filtered && <Button onClick={url.clear}>Clear filter</Button>}
          />
        )}
        {found.data !== undefined && (
          <Shown key={JSON.stringify(url.filter)} url={url} found={found.data} searched={all.data?.total} />
        )}
      </div>
    </Page>
  )
}

interface ShownProps {
  url: DeadFilter
  found: DeadLetterReasons
  /** How many there are without a filter, where that is known. */
  searched: number | undefined
}

function Shown({ url, found, searched }: ShownProps) {
  const { of, reason, setUrl } = url
  const rows = useSteadyOrder(found.items, keyOf, JSON.stringify(url.filter))
  const [first] = rows
  // The address names the open one from the start: another does not slip under somebody's hand when it is gone.
  useEffect(() => {
    if (of === null && first !== undefined) void setUrl({ of: ownerOf(first), reason: first.reason })
  }, [of, first, setUrl])
  if (rows.length === 0) return <NoRows url={url} searched={searched} />
  const picked = rows.find((one) => ownerOf(one) === of && one.reason === reason)
  const scope = of === EVERYTHING ? scopeOf(rows, null, found.total) : picked && scopeOf(rows, picked, found.total)
  return (
    <div className="dlq">
      <div className="stack">
        <ReasonsCard
          rows={rows}
          open={scope?.key}
          total={found.total}
          onPick={(one) =>
            void setUrl(one === null ? { of: EVERYTHING, reason: null } : { of: ownerOf(one), reason: one.reason })
          }
        />
        <JobsCard />
      </div>
      {scope === undefined ? (
        <section className="card gone">
          <NoData icon="dead" title={of === null ? 'No reason is open' : 'Nothing is left of this reason'}>
            Its letters were redriven or deleted. The other reasons stand at the left.
          </NoData>
        </section>
      ) : (
        <OpenLetters key={scope.key} scope={scope} url={url} />
      )}
    </div>
  )
}

function NoRows({ url, searched }: Omit<ShownProps, 'found'>) {
  return (
    <div className="stack">
      <section className="card">
        {url.filtered && searched !== 0 ? (
          <NothingMatches title="Nothing matches" actions={<Button onClick={url.clear}>Clear filter</Button>}>
            {searched === undefined ? 'No dead letter matches ' : `${counted(searched, 'dead letter')}, none with `}
            <DeadFilterChips url={url} />
          </NothingMatches>
        ) : (
          <NoData
            icon="dead"
            title="Nothing is dead"
            actions={<ButtonLink href="/subscribers">Subscribers</ButtonLink>}
          >
            A delivery that fails too often, or that its subscriber refuses for good, ends here with its payload and its
            reason, and stays for 30 d.
          </NoData>
        )}
      </section>
      <JobsCard />
    </div>
  )
}
