'use client'
import { ButtonLink } from '@/components/ui/button.tsx'
import { NoData } from '@/components/ui/screen.tsx'
import { Page } from './page.tsx'

/** An address that no page has. */
export function NotFoundView() {
  return (
    <Page title="No such page">
      <NoData title="There is no page at this address" actions={<ButtonLink href="/">Overview</ButtonLink>}>
        The address may be mistyped, or of another version.
      </NoData>
    </Page>
  )
}
