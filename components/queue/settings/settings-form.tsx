'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Segmented } from '@/components/ui/input/choice.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import type { QueueDetail, QueueSettings } from '@/lib/api.ts'
import { bytes } from '@/lib/format.ts'
import { queueKeys, updateQueue } from '@/lib/queries/queues.ts'
import { changeOf, DEFAULTS, problemsOf, type SettingsText, textOf } from './fields.ts'

const DELIVERIES = [
  { value: 'default', word: 'Default' },
  { value: 'queued', word: 'Queued' },
  { value: 'realtime', word: 'Real time' },
] as const

/** The settings of a queue, each with the broker's default beside it. */
export function SettingsForm({ queue }: { queue: QueueDetail }) {
  const saved = textOf(queue.settings)
  // Somebody else's change shows at once, but never over what is being typed.
  const [typed, setTyped] = useState<SettingsText | null>(null)
  const text = typed ?? saved
  const problems = problemsOf(text)
  const save = useSave(queue.name, () => setTyped(null))
  const changed = typed !== null && JSON.stringify(typed) !== JSON.stringify(saved)
  const ready = changed && Object.keys(problems).length === 0 && !save.isPending
  const type = (part: Partial<SettingsText>) => setTyped({ ...text, ...part })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (ready) save.mutate(text)
  }
  return (
    <Card title="Settings" sub="empty is the default" className="settings">
      <form className="pad stack" onSubmit={submit} noValidate>
        <div>
          <span className="lbl-t" aria-hidden="true">
            Delivery
          </span>
          <Segmented
            label="Delivery"
            value={text.delivery}
            options={DELIVERIES}
            onChange={(delivery) => type({ delivery })}
          />
          <p className="hint">Where a publisher names none. Default: queued.</p>
        </div>
        <Field
          label="Ack deadline, seconds"
          inputMode="decimal"
          value={text.ackDeadline}
          placeholder={String(DEFAULTS.ackDeadlineSeconds)}
          onChange={(event) => type({ ackDeadline: event.target.value })}
          hint={`For messages from now on. After it a delivery is tried again. Default: ${DEFAULTS.ackDeadlineSeconds} s.`}
          error={problems.ackDeadline}
        />
        <Field
          label="Failures until dead"
          inputMode="numeric"
          value={text.maxFailures}
          placeholder={String(DEFAULTS.maxFailures)}
          onChange={(event) => type({ maxFailures: event.target.value })}
          hint={`A nack or a missed deadline is a failure. Default: ${DEFAULTS.maxFailures}.`}
          error={problems.maxFailures}
        />
        <Field
          label="Kept at most for"
          value={text.retention}
          placeholder={DEFAULTS.retention}
          spellCheck={false}
          onChange={(event) => type({ retention: event.target.value })}
          hint={
            <>
              {`Older messages are removed, also those that nobody has read. Default: ${DEFAULTS.retention}.`}
              {queue.warning === 'age' && (
                <span className="text-retry">{` Something unread is over 80 % of that age now.`}</span>
              )}
            </>
          }
          error={problems.retention}
        />
        <Field
          label="Stored at most"
          value={text.maxSize}
          placeholder={DEFAULTS.maxSize}
          spellCheck={false}
          end={<StoredNow queue={queue} />}
          onChange={(event) => type({ maxSize: event.target.value })}
          hint={`Above it new queued messages are refused with E_FULL; real time goes on. Default: ${DEFAULTS.maxSize}.`}
          error={problems.maxSize}
        />
        {save.error !== null && (
          <p className="bad" role="alert">
            {save.error.message}
          </p>
        )}
        <div className="acts">
          <Button type="submit" variant="primary" aria-disabled={ready ? undefined : true}>
            Save settings
          </Button>
          {changed && <Button onClick={() => setTyped(null)}>Keep the old ones</Button>}
          <span role="status" className="hint">
            {save.isSuccess && !changed ? 'Saved.' : ''}
          </span>
        </div>
      </form>
    </Card>
  )
}

/** How much of the limit that holds is used; in the colour of a warning where it is near. */
function StoredNow({ queue: { storedBytes, maxBytes, warning } }: { queue: QueueDetail }) {
  const near = warning === 'size' || storedBytes >= maxBytes
  const share = storedBytes >= maxBytes ? 100 : Math.floor((storedBytes / maxBytes) * 100)
  return (
    <span className={near ? 'hint nowrap text-retry' : 'hint nowrap'}>{`${bytes(storedBytes)} now, ${share} %`}</span>
  )
}

function useSave(queue: string, onSaved: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: SettingsText) => updateQueue(queue, changeOf(text)),
    onSuccess: async ({ settings }) => {
      client.setQueryData<QueueDetail>(queueKeys.one(queue), (known) => known && withSettings(known, settings))
      onSaved()
      await client.invalidateQueries({ queryKey: queueKeys.all })
    },
  })
}

const withSettings = (queue: QueueDetail, settings: QueueSettings): QueueDetail => ({ ...queue, settings })
