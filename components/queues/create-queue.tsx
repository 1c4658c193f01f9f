'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Segmented } from '@/components/ui/input/choice.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { NAME_PATTERN } from '@/lib/api.ts'
import { createQueue, queueKeys } from '@/lib/queries/queues.ts'
import { piece } from '@/lib/queries/request.ts'

const DELIVERIES = [
  { value: 'queued', word: 'Queued' },
  { value: 'realtime', word: 'Real time' },
] as const
type Delivery = (typeof DELIVERIES)[number]['value']

/** Creates a queue with its name and its way of delivery, and goes there. The rest is in its settings. */
export function CreateQueue({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const router = useRouter()
  const form = useId()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [delivery, setDelivery] = useState<Delivery>('queued')
  const create = useMutation({
    // Queued is the broker's default: left out, so that a changed default would hold for it too.
    mutationFn: () => createQueue({ name, ...(delivery === 'realtime' && { settings: { delivery } }) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queueKeys.all })
      close()
      router.push(`/queues/${piece(name)}`)
    },
  })
  const problem = name === '' || NAME_PATTERN.test(name) ? create.error?.message : NAME_RULE
  const ready = NAME_PATTERN.test(name) && !create.isPending

  function close() {
    setName('')
    create.reset()
    onClose()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (ready) create.mutate()
  }
  const actions = (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button type="submit" form={form} variant="primary" aria-disabled={ready ? undefined : true}>
        {name === '' ? 'Create queue' : `Create ${name}`}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title="New queue" actions={actions} initialFocus={input}>
      <form id={form} className="stack" onSubmit={submit} noValidate>
        <NameField value={name} onChange={setName} problem={problem} inputRef={input} />
        <div>
          <span className="lbl-t" aria-hidden="true">
            Delivery where a publisher names none
          </span>
          <Segmented label="Delivery" value={delivery} options={DELIVERIES} onChange={setDelivery} />
        </div>
      </form>
    </Dialog>
  )
}

const NAME_RULE = 'A letter or digit, then up to 127 letters, digits, dots, colons, dashes and underscores.'

interface NameFieldProps {
  value: string
  onChange: (next: string) => void
  problem: string | undefined
  inputRef: React.RefObject<HTMLInputElement | null>
}

function NameField({ value, onChange, problem, inputRef }: NameFieldProps) {
  const id = useId()
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        Name
      </label>
      <span className="field" data-invalid={problem === undefined ? undefined : ''}>
        <input
          id={id}
          ref={inputRef}
          value={value}
          placeholder="orders"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={problem === undefined ? undefined : `${id}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {problem !== undefined && (
        <p id={`${id}-note`} className="hint bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
