'use client'
import { ButtonLink } from '@/components/ui/button.tsx'
import type { QueuePage } from '@/lib/api.ts'
import { FirstRun } from '../first-run/first-run.tsx'
import { PauseButton } from '../shell/frame/pause-button.tsx'
import { Page } from '../shell/page.tsx'
import { AttentionCard } from './attention/attention-card.tsx'
import { ChangesCard } from './connected/changes-card.tsx'
import { ConnectedCard } from './connected/connected-card.tsx'
import { QueuesCard, SHOWN } from './queues/queues-card.tsx'
import { useQueues } from './use-queues.ts'
import { Ways } from './ways/ways.tsx'

/** What needs a hand, the two ways, the queues, the people. Before the first message: how it works. */
export function OverviewView() {
  const queues = useQueues(SHOWN)
  const untouched = queues.page !== undefined && isUntouched(queues.page)
  const actions = (
    <>
      {!untouched && <PauseButton />}
      <ButtonLink href="/publish" variant="primary" className="wide-only">
        Publish
      </ButtonLink>
    </>
  )
  return (
    <Page title="Overview" actions={actions}>
      {untouched ? (
        <FirstRun />
      ) : (
        <div className="ov">
          <div className="col">
            <AttentionCard />
            <Ways />
            <QueuesCard queues={queues} />
          </div>
          <div className="col">
            <ConnectedCard />
            <ChangesCard />
          </div>
        </div>
      )}
    </Page>
  )
}

/** Seen events count too: a real-time message leaves no seq behind. Who made more queues than these is no newcomer. */
function isUntouched({ items, all }: QueuePage): boolean {
  return all === items.length && items.every((queue) => queue.lastSeq === 0 && queue.events.length === 0)
}
