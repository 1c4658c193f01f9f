'use client'
import { LiveView } from '@/components/live/live-view.tsx'
import { QueuePage } from '../queue-page.tsx'

/** The messages of one queue as they pass by. */
export function QueueLiveView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="live">
      {(queue, head) => (
        <>
          {head}
          <LiveView key={queue.name} queue={queue} />
        </>
      )}
    </QueuePage>
  )
}
