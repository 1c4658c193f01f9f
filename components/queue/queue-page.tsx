'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useOneQueue } from '@/components/shell/feed/provider.tsx'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { CouldNotLoad, Loading, NoData } from '@/components/ui/screen.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { queueOptions } from '@/lib/queries/queues.ts'
import { ApiFailure, piece } from '@/lib/queries/request.ts'
import { LimitBadge } from './limit-badge.tsx'
import { PauseQueue } from './pause-queue.tsx'
import { QueueHead } from './queue-head.tsx'
import { type QueueTab, QueueTabs } from './queue-tabs.tsx'

interface QueuePageProps {
  name: string
  tab: QueueTab
  /** The tab's content; `head` is what stands above it in the same column. */
  children: (queue: QueueDetail, head: ReactNode) => ReactNode
  docked?: boolean
}

/** The frame of one queue: its name and state, its figures, its tabs. */
export function QueuePage({ name, tab, children, docked = false }: QueuePageProps) {
  const { data: queue, error, refetch } = useQuery(queueOptions(name))
  useOneQueue(name)
  const crumbs = (
    <>
      <PageLink href="/queues">Queues</PageLink>
      <span className="sep">/</span>
      <h1 className="ellipsis">{name}</h1>
      {queue !== undefined && <ActiveBadge paused={queue.paused} />}
      {queue !== undefined && <LimitBadge queue={queue} />}
    </>
  )
  return (
    <Page
      title={crumbs}
      name={name}
      docked={docked && queue !== undefined}
      actions={queue && <Actions queue={queue} tab={tab} />}
    >
      {queue === undefined && error === null && <Loading what={name} />}
      {queue === undefined && error !== null && <NoQueue name={name} error={error} onRetry={() => void refetch()} />}
      {queue !== undefined &&
        children(
          queue,
          <>
            <QueueHead queue={queue} />
            <QueueTabs queue={queue} current={tab} />
          </>,
        )}
    </Page>
  )
}

function ActiveBadge({ paused }: { paused: boolean }) {
  return paused ? (
    <Badge tone="warn">
      <Icon name="pause" size={12} />
      paused
    </Badge>
  ) : (
    <Badge tone="good">
      <Icon name="play" size={12} />
      active
    </Badge>
  )
}

function Actions({ queue, tab }: { queue: QueueDetail; tab: QueueTab }) {
  return (
    <>
      <PauseButton />
      <PauseQueue queue={queue} className="wide-only" />
      {tab !== 'publish' && (
        <ButtonLink variant="primary" className="wide-only" href={`/queues/${piece(queue.name)}/publish`}>
          Publish
        </ButtonLink>
      )}
    </>
  )
}

/** A queue that does not exist is not a failure: publishing creates it. */
function NoQueue({ name, error, onRetry }: { name: string; error: unknown; onRetry: () => void }) {
  if (!(error instanceof ApiFailure) || error.code !== 'E_UNKNOWN_QUEUE') {
    return <CouldNotLoad title={`Could not load ${name}`} error={error} onRetry={onRetry} />
  }
  const actions = (
    <>
      <ButtonLink variant="primary" href={`/publish?queue=${piece(name)}`}>
        Publish to it
      </ButtonLink>
      <ButtonLink href="/queues">All queues</ButtonLink>
      <Button onClick={onRetry}>Look again</Button>
    </>
  )
  return (
    <NoData title={`${name} does not exist`} actions={actions}>
      The first subscription or the first message creates it.
    </NoData>
  )
}
