'use client'
import { useQuery } from '@tanstack/react-query'
import { Card } from '@/components/ui/card.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { Time } from '@/components/ui/time.tsx'
import { latestActivityOptions } from '@/lib/queries/activity.ts'

const SHOWN = 6

/** What people and the broker did last. */
export function ChangesCard() {
  const { data, error, refetch } = useQuery(latestActivityOptions({}, SHOWN))
  const actions = (
    <PageLink className="link text-small" href="/activity">
      Activity
    </PageLink>
  )
  return (
    <Card title="Latest changes" className="changes" actions={actions}>
      {data === undefined && error === null && <Loading what="the latest changes" />}
      {data === undefined && error !== null && (
        <CouldNotLoad title="Could not load the activity" error={error} onRetry={() => void refetch()} />
      )}
      {data?.items.length === 0 && <p className="calm">Nothing was changed yet.</p>}
      <ul>
        {data?.items.map(({ id, at, text }) => (
          <li key={id}>
            <Time at={at} className="mono" />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
