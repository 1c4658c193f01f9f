'use client'
import { useState } from 'react'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import { Page } from '../shell/page.tsx'
import { useLab } from './engine/use-lab.ts'
import { WhoIsHere } from './share/who-is-here.tsx'
import { LabActions } from './view/actions.tsx'
import { LabBoard } from './view/board.tsx'
import { DropFile } from './view/drop-file.tsx'
import { LabEnded } from './view/ended.tsx'
import { LabFailure } from './view/failure.tsx'
import { LogTable } from './view/log-table.tsx'
import { PlayAsked } from './view/play-asked.tsx'
import { PlayedCard } from './view/played-card.tsx'
import { type Draft, PublishBar, payloadIn } from './view/publish-bar.tsx'
import { SaveScenario } from './view/save-scenario.tsx'
import { StartCard } from './view/start-card.tsx'

const FIRST_DRAFT: Draft = { event: 'update', payload: '{ "orderId": "A-20931", "status": "paid" }' }

/** Real time and queued side by side, on real subscribers in this page, and in others that join it. */
export function LabView({ scenarios }: { scenarios: readonly Scenario[] }) {
  const { shown, page } = useLab()
  const { state, session, played } = shown
  const [draft, setDraft] = useState(FIRST_DRAFT)
  const lab = session?.lab ?? null
  const publish = (count: number) => {
    const payload = payloadIn(draft.payload)
    if (payload !== null) void lab?.publish({ count, event: draft.event, payload: payload.value, delivery: 'queued' })
  }
  const ended = shown.sharing === 'ended'
  return (
    <Page title="Lab" actions={<LabActions scenarios={scenarios} shown={shown} page={page} />}>
      <DropFile onFile={page.openFile} />
      <PlayAsked shown={shown} page={page} />
      <PublishBar
        state={state}
        lab={lab}
        draft={draft}
        ended={ended}
        onDraft={setDraft}
        onPublish={publish}
        onQueue={page.startOwn}
      />
      <WhoIsHere shown={shown} page={page} />
      {ended && <LabEnded onStart={() => page.startOwn()} />}
      {!ended && state.status === 'failed' && <LabFailure shown={shown} page={page} />}
      {!ended && state.status !== 'failed' && <LabBoard state={state} lab={lab} />}
      {played !== null && <PlayedCard played={played} onClose={page.closePlayed} />}
      {state.log.length === 0 && !ended && (
        <StartCard first={scenarios[0]} page={page} ready={state.status === 'ready'} onPublish={() => publish(1)} />
      )}
      <LogTable state={state} me={lab?.member ?? ''} actions={<SaveScenario lab={lab} />} />
    </Page>
  )
}
