'use client'
import { useState } from 'react'
import { Page } from '../shell/page.tsx'
import { useLab } from './engine/use-lab.ts'
import { LabActions } from './view/actions.tsx'
import { LabBoard } from './view/board.tsx'
import { DropFile } from './view/drop-file.tsx'
import { LabFailure } from './view/failure.tsx'
import { LogTable } from './view/log-table.tsx'
import { PlayedCard } from './view/played-card.tsx'
import { type Draft, PublishBar } from './view/publish-bar.tsx'
import { SaveScenario } from './view/save-scenario.tsx'

const FIRST_DRAFT: Draft = { event: 'update', payload: '{ "orderId": "A-20931", "status": "paid" }' }

/** Real time and queued side by side, on real subscribers in this page. */
export function LabView() {
  const handle = useLab()
  const { state, lab, played } = handle
  const [draft, setDraft] = useState(FIRST_DRAFT)
  return (
    <Page title="Lab" actions={<LabActions handle={handle} />}>
      <DropFile onFile={handle.openFile} />
      <PublishBar
        state={state}
        lab={lab}
        draft={draft}
        onDraft={setDraft}
        onQueue={(queue) => handle.reset({ queue })}
      />
      {state.status === 'failed' ? <LabFailure handle={handle} /> : <LabBoard handle={handle} />}
      {played !== null && <PlayedCard played={played} onClose={handle.closePlayed} />}
      <LogTable state={state} me={lab?.member ?? ''} actions={<SaveScenario lab={lab} />} />
    </Page>
  )
}
