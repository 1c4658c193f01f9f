'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { Combobox } from '@/components/ui/overlay/combobox.tsx'
import { counted } from '@/lib/format.ts'
import { createQueue, queueKeys } from '@/lib/queries/queues.ts'
import type { Draft, Faults } from './draft.ts'
import type { Known } from './use-known.ts'

interface QueueFieldProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  faults: Faults
  known: Known
  /** The queue is given: the form stands in its page. */
  fixed: boolean
}

/** The queue, of those there are or a new one. */
export function QueueField({ draft, onDraft, faults, known, fixed }: QueueFieldProps) {
  const { queue: name } = draft
  const { queue, exists, autoCreate, suggestions } = known
  const end = queue === undefined ? undefined : `${queue.subscriptions} durable, ${queue.connections} connected`
  if (fixed)
    return <Field label="Queue" icon="queue" value={name} readOnly end={<span className="hint nowrap">{end}</span>} />
  const isNew = name !== '' && exists === false && faults.queue === undefined
  return (
    <div>
      <Combobox
        label="Queue"
        icon="queue"
        value={name}
        onChange={(next) => onDraft({ queue: next })}
        suggestions={suggestions.map((one) => ({ value: one.name, note: counted(one.subscriptions, 'subscription') }))}
        end={end}
        hint={isNew ? newWords(name, autoCreate) : undefined}
        error={faults.queue}
      />
      {isNew && !autoCreate && <CreateIt key={name} name={name} />}
    </div>
  )
}

function newWords(name: string, autoCreate: boolean): string {
  return autoCreate
    ? `${name} does not exist yet; publishing creates it.`
    : `${name} does not exist, and this broker makes no queue by itself.`
}

/** Where publishing makes no queue, a person does: with the broker's defaults, which its settings change. */
function CreateIt({ name }: { name: string }) {
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: () => createQueue({ name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queueKeys.all }),
  })
  return (
    <p className="createit">
      <Button small onClick={() => create.mutate()}>
        <span className="ellipsis">{`Create ${name}`}</span>
      </Button>
      {create.error !== null && (
        <span className="hint bad" role="alert">
          {create.error.message}
        </span>
      )}
    </p>
  )
}
