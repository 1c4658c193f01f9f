'use client'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CodeBlock } from '@/components/ui/code.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import type { Lab } from '@/lib/scenario/lab/lab.ts'
import { fileNameOf, isRecordable, record, scenarioText } from '@/lib/scenario/record.ts'

/** What was clicked, as a file that plays it again: here, on the command line, in CI. */
export function SaveScenario({ lab }: { lab: Lab | null }) {
  const [open, setOpen] = useState(false)
  if (lab === null || !isRecordable(lab.history)) return null
  return (
    <>
      <Button variant="quiet" small onClick={() => setOpen(true)}>
        Copy as a scenario file
      </Button>
      {open && <SaveDialog lab={lab} onClose={() => setOpen(false)} />}
    </>
  )
}

function SaveDialog({ lab, onClose }: { lab: Lab; onClose: () => void }) {
  const [name, setName] = useState('what I saw')
  const field = useRef<HTMLInputElement>(null)
  const valid = name.trim() !== '' && name.length <= 80
  const text = scenarioText(record(name.trim(), lab.place.queue, lab.history, lab.state()))
  const file = fileNameOf(name)
  const actions = (
    <>
      <Button onClick={onClose}>Close</Button>
      <Button aria-disabled={valid ? undefined : true} onClick={() => valid && download(file, text)}>
        {`Download ${file}`}
      </Button>
      <CopyButton text={text}>Copy the file</CopyButton>
    </>
  )
  return (
    <Dialog open onClose={onClose} title="Scenario file" actions={actions} initialFocus={field} wide>
      <p>
        What was done here, step by step, and what was seen as what is expected. Open it in a Lab, or run it beside a
        broker: <code>{`npm run scenario -- ${file}`}</code>
      </p>
      <Field
        ref={field}
        label="Name"
        value={name}
        error={valid ? undefined : '1 to 80 characters'}
        onChange={(event) => setName(event.target.value)}
      />
      <CodeBlock text={text} label="The file" className="scenariotext" />
    </Dialog>
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
