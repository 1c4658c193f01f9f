import { Suspense } from 'react'
import { QueuesView } from '@/components/queues/queues-view.tsx'

// What the address holds is only known in the browser, so the frame comes without it.
export default function QueuesPage() {
  return (
    <Suspense>
      <QueuesView />
    </Suspense>
  )
}
