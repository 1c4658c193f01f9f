'use client'
import { Collapsible } from '@base-ui/react/collapsible'
import { useQuery } from '@tanstack/react-query'
import { type ChangeEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Delivery } from '@/lib/api.ts'
import { count, counted, listedShort } from '@/lib/format.ts'
import { audienceOptions, questionOf, sizeOf } from '@/lib/queries/audience.ts'
import type { Draft } from '../form/draft.ts'
import { hasMarks } from '../template/fill.ts'
import { fileItems, formItems, type Survey, survey } from './items.ts'
import type { useMany } from './use-many.ts'

const MOST = 1_000_000
/** Above this it asks first. */
const ASK_ABOVE = 1_000

interface ManyFoldProps {
  draft: Draft
  delivery: Delivery
  complete: boolean
  /** Whether there is such a queue: of no other is it asked who listens. */
  exists: boolean
  many: ReturnType<typeof useMany>
}

/** So many of this form, or each payload of a file. */
export function ManyFold({ draft, delivery, complete, exists, many }: ManyFoldProps) {
  const [wanted, setWanted] = useState('100')
  const [file, setFile] = useState<Survey | null>(null)
  const [asking, setAsking] = useState(false)
  const total = file === null ? numberOf(wanted) : file.good
  const running = many.run?.state === 'running'
  const ready = total !== null && total > 0 && !running && complete
  const start = () => {
    if (total === null) return
    const items = file === null ? formItems(draft, delivery, total) : fileItems(draft, delivery, file.file)
    void many.start(draft.queue, total + (file?.bad ?? 0), items)
  }
  const words = file === null ? 'of this form, or from a file' : `${file.file.name}: ${counted(file.good, 'message')}`
  return (
    <Collapsible.Root>
      <Collapsible.Trigger className="fold">
        <Icon name="right" />
        <b>Many at once</b>
        <span className="muted ellipsis">{words}</span>
      </Collapsible.Trigger>
      <Collapsible.Panel className="pad stack">
        <div className="two pub-two">
          <Field
            label="How many of this form"
            value={file === null ? wanted : count(file.good)}
            readOnly={file !== null}
            inputMode="numeric"
            error={total === null ? `Allowed: a whole number from 1 to ${count(MOST)}` : undefined}
            hint={file === null ? 'With values in {{ }} each is another one.' : 'As many as the file has.'}
            onChange={(event) => setWanted(event.target.value)}
          />
          <FileField survey={file} onSurvey={setFile} />
        </div>
        <div>
          <Button
            aria-disabled={ready ? undefined : true}
            onClick={() => {
              if (!ready) return
              if (total > ASK_ABOVE) setAsking(true)
              else start()
            }}
          >
            {`Publish ${total === null ? 'them' : count(total)} to ${draft.queue === '' ? 'a queue' : draft.queue}${total !== null && total > ASK_ABOVE ? '…' : ''}`}
          </Button>
        </div>
        {asking && total !== null && (
          <Confirm
            open
            onClose={() => setAsking(false)}
            onConfirm={async () => start()}
            title={`Publish ${counted(total, 'message')} to ${draft.queue}?`}
            deed={`Publish ${count(total)}`}
            keep="Not now"
            kind="primary"
          >
            <Consequence draft={draft} delivery={delivery} exists={exists} total={total} />
          </Confirm>
        )}
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}

function numberOf(text: string): number | null {
  const digits = text.replaceAll(/[\s,_]/g, '')
  const number = Number(digits)
  return /^\d+$/.test(digits) && number >= 1 && number <= MOST ? number : null
}

/** Chooses a file and says what it holds, before anything is sent. */
function FileField({ survey: known, onSurvey }: { survey: Survey | null; onSurvey: (next: Survey | null) => void }) {
  const id = useId()
  const reading = useRef<AbortController>(null)
  const [failure, setFailure] = useState<string>()
  async function choose(event: ChangeEvent<HTMLInputElement>) {
    reading.current?.abort()
    const controller = new AbortController()
    reading.current = controller
    setFailure(undefined)
    onSurvey(null)
    const chosen = event.target.files?.[0]
    if (chosen === undefined) return
    try {
      const found = await survey(chosen, controller.signal)
      if (found !== null) onSurvey(found)
    } catch (error) {
      setFailure(
        error instanceof Error ? `The file could not be read: ${error.message}` : 'The file could not be read.',
      )
    }
  }
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        Or a file of payloads
      </label>
      <span className="field">
        <input
          id={id}
          type="file"
          accept=".ndjson,.jsonl,.json,.csv,.txt"
          aria-describedby={`${id}-note`}
          onChange={(event) => void choose(event)}
        />
      </span>
      <p id={`${id}-note`} className={failure === undefined ? 'hint' : 'hint bad'} aria-live="polite">
        {failure ?? fileWords(known)}
      </p>
    </div>
  )
}

function fileWords(known: Survey | null): string {
  if (known === null) return 'JSON on each line, one JSON array, or CSV with names in its first line.'
  const good = counted(known.good, 'message')
  if (known.firstFault === null) return `${good}. Event, key and headers are those of the form.`
  const { line, fault } = known.firstFault
  return `${good}; ${counted(known.bad, 'entry', 'entries')} cannot be sent. Line ${line}: ${fault}`
}

type Group = 'now' | 'waits' | 'misses'

/** Who is there for them. */
function Consequence({ draft, delivery, exists, total }: Omit<ManyFoldProps, 'complete' | 'many'> & { total: number }) {
  const { queue, event, key } = draft
  // A key of generated values is another one each time: the question without it is what holds for all.
  const question = questionOf(queue, event, delivery, hasMarks(key) ? '' : key)
  const { data: known } = useQuery({ ...audienceOptions(question), enabled: exists })
  const size = (of: Group) => (known === undefined ? 0 : sizeOf(known, of))
  const names = (of: Group) =>
    listedShort(
      (known?.[of] ?? []).map((one) => one.name),
      3,
      size(of),
    )
  const [now, waits, misses] = [size('now'), size('waits'), size('misses')]
  return (
    <>
      {exists && known === undefined && <p>Looking who gets them.</p>}
      {(known !== undefined || !exists) && now + waits === 0 && <p>Nobody listens to them now.</p>}
      {now > 0 && <p>{`${names('now')} ${now === 1 ? 'gets' : 'get'} all ${count(total)}.`}</p>}
      {waits > 0 && <p>{`They wait for ${names('waits')}.`}</p>}
      {misses > 0 && <p>{`${names('misses')} ${misses === 1 ? 'misses' : 'miss'} them.`}</p>}
      <p>It can be stopped; what is stored by then stays.</p>
    </>
  )
}
