'use client'
import { FailedView } from '@/components/shell/failed-view.tsx'

export default function Failed({ error, reset }: { error: Error; reset: () => void }) {
  return <FailedView error={error} onRetry={reset} />
}
