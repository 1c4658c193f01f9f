import { Suspense } from 'react'
import { OverviewView } from '@/components/overview/overview-view.tsx'

// What the address holds is only known in the browser, so the frame comes without it.
export default function OverviewPage() {
  return (
    <Suspense>
      <OverviewView />
    </Suspense>
  )
}
