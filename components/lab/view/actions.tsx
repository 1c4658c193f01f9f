'use client'
import { type ReactElement, type ReactNode, type RefObject, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import type { LabPage, Shown } from '../engine/page.ts'

interface LabActionsProps {
  scenarios: readonly Scenario[]
  shown: Shown
  page: LabPage
}

/** Scenarios play on a fresh run; reset needs no confirmation, for it is the Lab's own. A phone has all of it in one menu. */
export function LabActions({ scenarios, shown, page }: LabActionsProps) {
  const { state, played } = shown
  const [chosen, setChosen] = useState(scenarios[0])
  // What was played last, be it from a file, is what "Run again" plays.
  const scenario = played !== null && 'scenario' in played ? played.scenario : chosen
  const run = state.messages.length === 0 ? 'Run' : 'Run again'
  const input = useRef<HTMLInputElement>(null)
  const pick = (one: Scenario) => {
    setChosen(one)
    page.run(one)
  }
  const menu = { scenarios, onPick: pick, onFile: () => input.current?.click() }
  return (
    <>
      <div className="labacts wide-only">
        <ScenarioMenu trigger={<Trigger scenario={scenario} />} {...menu} />
        {scenario !== undefined && (
          <Button onClick={() => page.run(scenario)}>
            <Icon name="play" />
            {run}
          </Button>
        )}
        <Button variant="quiet" onClick={page.reset}>
          Reset
        </Button>
      </div>
      <div className="phone-only">
        <ScenarioMenu trigger={<PhoneTrigger />} {...menu}>
          {scenario !== undefined && played !== null && (
            <MenuItem note={scenario.name} onSelect={() => page.run(scenario)}>
              {run}
            </MenuItem>
          )}
          <MenuItem note="Begins anew with three subscribers and no messages." onSelect={page.reset}>
            Reset
          </MenuItem>
        </ScenarioMenu>
      </div>
      <FileInput input={input} onFile={page.openFile} />
    </>
  )
}

/** Base UI hands its own attributes to the button that opens the menu. */
function Trigger({ scenario, ...rest }: { scenario: Scenario | undefined }) {
  return (
    <Button className="scenariomenu" {...rest}>
      <span className="ellipsis">{scenario === undefined ? 'Scenarios' : `Scenario: ${scenario.name}`}</span>
      <Icon name="down" />
    </Button>
  )
}

function PhoneTrigger(rest: object) {
  return (
    <Button {...rest}>
      <Icon name="play" />
      Scenarios
    </Button>
  )
}

interface ScenarioMenuProps {
  trigger: ReactElement<Record<string, unknown>>
  scenarios: readonly Scenario[]
  onPick: (scenario: Scenario) => void
  onFile: () => void
  /** More of it, below. */
  children?: ReactNode
}

function ScenarioMenu({ trigger, scenarios, onPick, onFile, children }: ScenarioMenuProps) {
  return (
    <Menu trigger={trigger}>
      {scenarios.map((one) => (
        <MenuItem key={one.name} note={one.what} onSelect={() => onPick(one)}>
          {one.name}
        </MenuItem>
      ))}
      <MenuItem note="Or drop it anywhere on this page." onSelect={onFile}>
        Open a file…
      </MenuItem>
      {children}
    </Menu>
  )
}

interface FileInputProps {
  input: RefObject<HTMLInputElement | null>
  onFile: (name: string, text: string) => Promise<void>
}

function FileInput({ input, onFile }: FileInputProps) {
  const read = async (file: File | undefined) => {
    if (file !== undefined) await onFile(file.name, await file.text())
    // The same file again is a change again.
    if (input.current !== null) input.current.value = ''
  }
  return (
    <input
      ref={input}
      type="file"
      accept="application/json,.json"
      aria-label="Scenario file"
      hidden
      onChange={(event) => void read(event.target.files?.[0])}
    />
  )
}
