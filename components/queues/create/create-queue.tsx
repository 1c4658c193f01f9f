'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useRef, useState } from 'react'
import { changeOf, EMPTY_SETTINGS, problemsOf } from '@/components/queue/settings/fields.ts'
import { SettingsFields } from '@/components/queue/settings/settings-fields.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { NAME_PATTERN } from '@/lib/protocol.ts'
import { createQueue, queueKeys } from '@/lib/queries/queues.ts'
import { piece } from '@/lib/queries/request.ts'
import { NameField } from './name-field.tsx'

const NAME_RULE = 'A letter or digit, then up to 127 letters, digits, dots, colons, dashes and underscores.'

/** Creates a queue with its name and its settings, and goes there. What is left empty is the broker's default. */
export function CreateQueue({ open, onClose }: { open: boolean; onClose: () => void }) {
  const form = useId()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [text, setText] = useState(EMPTY_SETTINGS)
  const problems = problemsOf(text)
  const create = useCreate(close)
  const problem = name === '' || NAME_PATTERN.test(name) ? create.error?.message : NAME_RULE
  const ready = NAME_PATTERN.test(name) && Object.keys(problems).length === 0 && !create.isPending

  function close() {
    setName('')
    setText(EMPTY_SETTINGS)
    create.reset()
    onClose()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (ready) create.mutate({ name, settings: changeOf(text) })
  }
  const actions = (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button type="submit" form={form} variant="primary" aria-disabled={ready ? undefined : true}>
        {name === '' ? 'Create queue' : <span className="ellipsis">{`Create ${name}`}</span>}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title="New queue" actions={actions} initialFocus={input}>
      <form id={form} className="stack" onSubmit={submit} noValidate>
        <NameField value={name} onChange={setName} problem={problem} inputRef={input} />
        <details className="moresettings">
          <summary>Settings</summary>
          <div className="stack">
            <SettingsFields text={text} problems={problems} onType={(part) => setText({ ...text, ...part })} />
          </div>
        </details>
      </form>
    </Dialog>
  )
}

function useCreate(onCreated: () => void) {
  const client = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: createQueue,
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: queueKeys.all })
      onCreated()
      router.push(`/queues/${piece(name)}`)
    },
  })
}
