'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { Page } from '../shell/page.tsx'
import { SCENARIOS, UNPLUG_FOR_SIX } from './engine/scenarios.ts'
import { type Lab, useLab } from './engine/use-lab.ts'
import { LabBoard } from './view/board.tsx'
import { LabFailure } from './view/failure.tsx'
import { LogTable } from './view/log-table.tsx'
import { type Draft, PublishBar } from './view/publish-bar.tsx'

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
  const run = (chosen = scenario) => {
    setScenario(chosen)
    lab.run(chosen, draft.event, valueIn(draft.payload))
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
      <Button onClick={() => run()}>
        <Icon name="play" />
        {lab.state.messages.length === 0 ? 'Run' : 'Run again'}
      </Button>
      <Button variant="quiet" onClick={() => lab.reset()}>
        Reset
      </Button>
    </div>
  )
}

// What is not JSON yet is sent as the text that it is.
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
