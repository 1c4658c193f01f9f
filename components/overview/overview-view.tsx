'use client'
import { ButtonLink } from '@/components/ui/button.tsx'
import { PauseButton } from '../shell/frame/pause-button.tsx'
import { Page } from '../shell/page.tsx'

export function OverviewView() {
  const actions = (
    <>
      <PauseButton />
      <ButtonLink href="/publish" variant="primary" className="wide-only">
        Publish
      </ButtonLink>
    </>
  )
  return (
    <Page title="Overview" actions={actions}>
      <p>.</p>
    </Page>
  )
}
