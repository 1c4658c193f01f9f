'use client'
import { parseAsString, useQueryStates } from 'nuqs'
import { Suspense } from 'react'
import { Page } from '../shell/page.tsx'
import { PublishForm } from './publish-form.tsx'

/** Publish by hand, to any queue. A link may bring queue, event and key along. */
export function PublishView() {
  return (
    <Page title="Publish">
      <Suspense>
        <FromAddress />
      </Suspense>
    </Page>
  )
}

const FIELDS = {
  queue: parseAsString.withDefault(''),
  event: parseAsString.withDefault(''),
  key: parseAsString.withDefault(''),
}

function FromAddress() {
  const [initial] = useQueryStates(FIELDS)
  return <PublishForm initial={initial} />
}
