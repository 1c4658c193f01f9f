'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import type { QueueDetail, QueueSettings } from '@/lib/api.ts'
import { queueKeys, updateQueue } from '@/lib/queries/queues.ts'
import { changeOf, problemsOf, type SettingsText, textOf } from './fields.ts'
import { SettingsFields } from './settings-fields.tsx'

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
        <SettingsFields text={text} problems={problems} onType={type} queue={queue} />
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
