'use client'
import { ButtonLink } from '@/components/ui/button.tsx'
import { FirstRun } from '../first-run/first-run.tsx'
import { PauseButton } from '../shell/frame/pause-button.tsx'
import { Page } from '../shell/page.tsx'
import { AttentionCard } from './attention/attention-card.tsx'
import { ConnectedCard } from './connected/connected-card.tsx'
import { QueuesCard } from './queues/queues-card.tsx'
import { useConnections, useQueues, useSubscriptions } from './use-data.ts'
import { Ways } from './ways/ways.tsx'

/** What needs a hand, the two ways, the queues, the people. Before the first message: how it works. */
export function OverviewView() {
  const queues = useQueues()
  // Seen events count too: a real-time message leaves no seq behind.
  const untouched = queues.rows?.every((queue) => queue.lastSeq === 0 && queue.events.length === 0) === true
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
      {untouched ? <FirstRun /> : <Cards queues={queues} />}
    </Page>
  )
}

function Cards({ queues }: { queues: ReturnType<typeof useQueues> }) {
  const subscriptions = useSubscriptions()
  const connections = useConnections()
  return (
    <div className="ov">
      <div className="col">
        <AttentionCard queues={queues} subscriptions={subscriptions} />
        <Ways />
        <QueuesCard queues={queues} />
      </div>
      <ConnectedCard connections={connections} subscriptions={subscriptions} queues={queues} />
    </div>
  )
}
