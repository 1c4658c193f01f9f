import { Suspense } from 'react'
import { ActivityView } from '@/components/activity/activity-view.tsx'

// What the address holds is only known in the browser, so the frame comes without it.
export default function ActivityPage() {
  return (
    <Suspense>
      <ActivityView />
    </Suspense>
  )
}
