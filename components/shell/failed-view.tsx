'use client'
import { CouldNotLoad } from '@/components/ui/screen.tsx'
import { Page } from './page.tsx'

/** A page that failed as a whole; the frame around it works on. */
export function FailedView({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Page title="Something failed">
      <CouldNotLoad title="Could not show this page" error={error} onRetry={onRetry} />
    </Page>
  )
}
