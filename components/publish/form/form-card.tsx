'use client'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent, KeyboardEvent } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/input/checkbox.tsx'
import { Combobox } from '@/components/ui/overlay/combobox.tsx'
import type { Delivery, MessagePage, Queue } from '@/lib/api.ts'
import { piece, request } from '@/lib/queries/request.ts'
import { CopyLink } from '../link/copy-link.tsx'
import { ManyFold } from '../many/many-fold.tsx'
import type { useMany } from '../many/use-many.ts'
import { TemplatePreview } from '../template/preview.tsx'
import { TemplatesMenu } from '../template/templates-menu.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { type Composed, marked } from './compose.ts'
import type { Draft } from './draft.ts'
import { MoreOptions } from './options.tsx'
import { PayloadField } from './payload-field.tsx'
import { QueueField } from './queue-field.tsx'
import type { Known } from './use-known.ts'

interface FormCardProps extends Composed {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  delivery: Delivery
  onPublish: () => void
  many: ReturnType<typeof useMany>
  /** Generates the values once more. */
  onAnother: () => void
  keep: boolean
  onKeep: (keep: boolean) => void
  /** The queue is given: the form stands in its page. */
  fixed: boolean
  known: Known
}

/** Queue, event, delivery, payload, and the button. */
export function FormCard(props: FormCardProps) {
  const { draft, onDraft, faults, json, complete, onPublish } = props
  const { queue } = props.known
  const fill = useFill(queue, (text) => onDraft({ text, generate: false }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (complete) onPublish()
  }
  const hotkey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return
    // For React a dialog that the form opened stands in it; what is pressed there is meant for the dialog.
    if (event.target instanceof Node && !event.currentTarget.contains(event.target)) return
    event.preventDefault()
    if (complete) onPublish()
  }
  return (
    <form className="card" aria-label="Publish a message" onSubmit={submit} onKeyDown={hotkey} noValidate>
      <div className="pad stack">
        <div className="two pub-two">
          <QueueField draft={draft} onDraft={onDraft} faults={faults} known={props.known} fixed={props.fixed} />
          <EventField draft={draft} onDraft={onDraft} faults={faults} known={queue} />
        </div>
        <ChoiceCards
          value={props.delivery}
          onChange={(delivery) => onDraft({ delivery })}
          standard={queue?.settings.delivery ?? 'queued'}
          queue={draft.queue}
        />
        <PayloadField
          text={draft.text}
          sent={props.filled.text}
          json={json}
          onChange={(text) => onDraft({ text })}
          onSubmit={() => complete && onPublish()}
          onFill={fill}
          canFormat={!props.generated}
          menu={<TemplatesMenu draft={draft} onDraft={onDraft} />}
        />
        {marked(draft) && (
          <TemplatePreview
            draft={draft}
            filled={props.generated && json.ok ? props.filled : null}
            onGenerate={(generate) => onDraft({ generate })}
            onAnother={props.onAnother}
          />
        )}
      </div>
      <MoreOptions draft={draft} faults={faults} onDraft={onDraft} />
      <ManyFold
        draft={draft}
        delivery={props.delivery}
        complete={complete}
        exists={queue !== undefined}
        many={props.many}
      />
      <div className="formfoot">
        <Button
          type="submit"
          variant="primary"
          aria-disabled={complete ? undefined : true}
          aria-keyshortcuts="Meta+Enter Control+Enter"
        >
          {draft.queue === '' ? 'Publish' : `Publish to ${draft.queue}`}
          <Kbd>⌘↵</Kbd>
        </Button>
        <Checkbox checked={props.keep} onChange={props.onKeep}>
          Keep the form after publishing
        </Checkbox>
        <CopyLink draft={draft} />
      </div>
    </form>
  )
}

function EventField({
  draft,
  onDraft,
  faults,
  known,
}: Pick<FormCardProps, 'draft' | 'onDraft' | 'faults'> & { known: Queue | undefined }) {
  const events = known?.events ?? []
  const isNew = draft.event !== '' && known !== undefined && !events.includes(draft.event) && faults.event === undefined
  return (
    <Combobox
      label="Event"
      value={draft.event}
      onChange={(event) => onDraft({ event })}
      suggestions={events.map((event) => ({ value: event }))}
      end={isNew ? 'a new event' : undefined}
      error={faults.event}
    />
  )
}

/** Takes the payload of the newest message of a queue; absent where there is none. */
function useFill(queue: Queue | undefined, onText: (text: string) => void): (() => void) | undefined {
  const queries = useQueryClient()
  if (queue === undefined || queue.lastSeq === 0) return undefined
  return () => {
    const newest = queries.fetchQuery({
      queryKey: ['messages', queue.name, 'newest'],
      queryFn: () => request<MessagePage>(`/queues/${piece(queue.name)}/messages`, { query: { limit: 1 } }),
      staleTime: 0,
    })
    newest
      .then(({ items: [message] }) => message && onText(JSON.stringify(message.payload, null, 2)))
      .catch(() => undefined)
  }
}
