'use client'
import { type ReactElement, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import type { LabPage, Shown } from '../engine/page.ts'
import { SCENARIOS } from '../engine/scenarios.ts'

/** Scenarios play on a fresh run; reset needs no confirmation, for it is the Lab's own. */
export function LabActions({ shown, page }: { shown: Shown; page: LabPage }) {
  const { state, played } = shown
  const [chosen, setChosen] = useState(SCENARIOS[0])
  // What was played last, be it from a file, is what "Run again" plays.
  const scenario = played !== null && 'scenario' in played ? played.scenario : chosen
  const pick = (one: Scenario) => {
    setChosen(one)
    page.run(one)
  }
  const trigger = (
    <Button className="scenariomenu">
      <span className="ellipsis">{scenario === undefined ? 'Scenarios' : `Scenario: ${scenario.name}`}</span>
      <Icon name="down" />
    </Button>
  )
  return (
    <div className="labacts">
      <ScenarioMenu trigger={trigger} onPick={pick} onFile={page.openFile} />
      {scenario !== undefined && (
        <Button onClick={() => page.run(scenario)}>
          <Icon name="play" />
          {state.messages.length === 0 ? 'Run' : 'Run again'}
        </Button>
      )}
      <Button variant="quiet" onClick={page.reset}>
        Reset
      </Button>
    </div>
  )
}

interface ScenarioMenuProps {
  trigger: ReactElement<Record<string, unknown>>
  onPick: (scenario: Scenario) => void
  onFile: (name: string, text: string) => void
}

function ScenarioMenu({ trigger, onPick, onFile }: ScenarioMenuProps) {
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (file !== undefined) onFile(file.name, await file.text())
    // The same file again is a change again.
    if (input.current !== null) input.current.value = ''
  }
  return (
    <>
      <Menu trigger={trigger}>
        {SCENARIOS.map((one) => (
          <MenuItem key={one.name} note={one.what} onSelect={() => onPick(one)}>
            {one.name}
          </MenuItem>
        ))}
        <MenuItem note="Or drop it anywhere on this page." onSelect={() => input.current?.click()}>
          Open a file…
        </MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="Scenario file"
        hidden
        onChange={(event) => void read(event.target.files?.[0])}
      />
    </>
  )
}
