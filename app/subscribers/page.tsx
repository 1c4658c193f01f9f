import { Suspense } from 'react'
import { SubscribersView } from '@/components/subscribers/subscribers-view.tsx'

// What the address holds is only known in the browser, so the frame comes without it.
export default function SubscribersPage() {
  return (
    <Suspense>
      <SubscribersView />
    </Suspense>
  )
}
