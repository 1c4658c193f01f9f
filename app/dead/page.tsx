import { Suspense } from 'react'
import { DeadView } from '@/components/dead/dead-view.tsx'

// What the address holds is only known in the browser, so the frame comes without it.
export default function DeadPage() {
  return (
    <Suspense>
      <DeadView />
    </Suspense>
  )
}
