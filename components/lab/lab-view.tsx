'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { isName } from '@/lib/protocol.ts'
import { Page } from '../shell/page.tsx'
import { SCENARIOS, UNPLUG_FOR_SIX } from './engine/scenarios.ts'
import { type Lab, useLab } from './engine/use-lab.ts'
import { LabBoard } from './view/board.tsx'
import { LabFailure } from './view/failure.tsx'
import { LogTable } from './view/log-table.tsx'
import { type Draft, PublishBar, payloadIn } from './view/publish-bar.tsx'

const FIRST_DRAFT: Draft = { event: 'update', payload: '{ "orderId": "A-20931", "status": "paid" }' }

/** Real time and queued side by side, on real subscribers in this page. */
export function LabView() {
  const lab = useLab()
  const [draft, setDraft] = useState(FIRST_DRAFT)
  return (
    <Page title="Lab" actions={<LabActions lab={lab} draft={draft} />}>
      <PublishBar
        state={lab.state}
        engine={lab.engine}
        draft={draft}
        onDraft={setDraft}
        onQueue={(queue) => lab.reset({ queue })}
      />
      {lab.state.status === 'failed' ? <LabFailure lab={lab} /> : <LabBoard lab={lab} />}
      <LogTable state={lab.state} />
    </Page>
  )
}

/** Scenarios play on a fresh run; reset needs no confirmation, for it is the Lab's own. */
function LabActions({ lab, draft }: { lab: Lab; draft: Draft }) {
  const [scenario, setScenario] = useState(UNPLUG_FOR_SIX)
  const payload = payloadIn(draft.payload)
  const sendable = payload !== null && isName(draft.event)
  const run = (chosen = scenario) => {
    setScenario(chosen)
    if (sendable) lab.run(chosen, draft.event, payload.value)
  }
  const trigger = (
    <Button>
      {`Scenario: ${scenario.name}`}
      <Icon name="down" />
    </Button>
  )
  return (
    <div className="labacts">
      <Menu trigger={trigger}>
        {SCENARIOS.map((one) => (
          <MenuItem key={one.name} note={one.what} onSelect={() => run(one)}>
            {one.name}
          </MenuItem>
        ))}
      </Menu>
      <Button aria-disabled={sendable ? undefined : true} onClick={() => run()}>
        <Icon name="play" />
        {lab.state.messages.length === 0 ? 'Run' : 'Run again'}
      </Button>
      <Button variant="quiet" onClick={() => lab.reset()}>
        Reset
      </Button>
    </div>
  )
}
