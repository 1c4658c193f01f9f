'use client'
import { useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { Page } from '../shell/page.tsx'
import { draftOf } from './link/draft-link.ts'
import { PublishForm } from './publish-form.tsx'

/** Publish by hand, to any queue. A link may bring the whole form along. */
export function PublishView() {
  return (
    <Page title="Publish">
      <Suspense>
        <FromAddress />
      </Suspense>
    </Page>
  )
}

function FromAddress() {
  const query = useSearchParams()
  // Another link to this page is another form.
  return <PublishForm key={query.toString()} initial={draftOf(new URLSearchParams(query))} />
}
