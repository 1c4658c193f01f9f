import { Field } from '@/components/ui/input/field.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import type { Queue } from '@/lib/api.ts'
import { bytes } from '@/lib/format.ts'
import { DEFAULTS, type SettingsProblems, type SettingsText } from './fields.ts'

const DELIVERIES = [
  { value: 'default', word: 'Default' },
  { value: 'queued', word: 'Queued' },
  { value: 'realtime', word: 'Real time' },
] as const

interface SettingsFieldsProps {
  text: SettingsText
  problems: SettingsProblems
  onType: (part: Partial<SettingsText>) => void
  /** The one that they are of; left out for a new one. */
  queue?: Queue
}

/** Every setting of a queue, with the broker's default beside it: of one that exists, or of a new one. */
export function SettingsFields({ text, problems, onType, queue }: SettingsFieldsProps) {
  return (
    <>
      <div>
        <span className="lbl-t" aria-hidden="true">
          Delivery
        </span>
        <Segmented
          label="Delivery"
          value={text.delivery}
          options={DELIVERIES}
          onChange={(delivery) => onType({ delivery })}
        />
        <p className="hint">Where a publisher names none. Default: queued.</p>
      </div>
      <Field
        label="Ack deadline, seconds"
        inputMode="decimal"
        value={text.ackDeadline}
        placeholder={String(DEFAULTS.ackDeadlineSeconds)}
        onChange={(event) => onType({ ackDeadline: event.target.value })}
        hint={`For messages from now on. After it a delivery is tried again. Default: ${DEFAULTS.ackDeadlineSeconds} s.`}
        error={problems.ackDeadline}
      />
      <Field
        label="Failures until dead"
        inputMode="numeric"
        value={text.maxFailures}
        placeholder={String(DEFAULTS.maxFailures)}
        onChange={(event) => onType({ maxFailures: event.target.value })}
        hint={`A nack or a missed deadline is a failure. Default: ${DEFAULTS.maxFailures}.`}
        error={problems.maxFailures}
      />
      <Field
        label="Kept at most for"
        value={text.retention}
        placeholder={DEFAULTS.retention}
        spellCheck={false}
        onChange={(event) => onType({ retention: event.target.value })}
        hint={
          <>
            {`Older messages are removed, also those that nobody has read. Default: ${DEFAULTS.retention}.`}
            {queue?.warning === 'age' && (
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
        end={queue && <StoredNow queue={queue} />}
        onChange={(event) => onType({ maxSize: event.target.value })}
        hint={`Above it new queued messages are refused with E_FULL; real time goes on. Default: ${DEFAULTS.maxSize}.`}
        error={problems.maxSize}
      />
    </>
  )
}

/** How much of the limit that holds is used; in the colour of a warning where it is near. */
function StoredNow({ queue: { storedBytes, maxBytes, warning } }: { queue: Queue }) {
  const near = warning === 'size' || storedBytes >= maxBytes
  const share = storedBytes >= maxBytes ? 100 : Math.floor((storedBytes / maxBytes) * 100)
  return (
    <span className={near ? 'hint nowrap text-retry' : 'hint nowrap'}>{`${bytes(storedBytes)} now, ${share} %`}</span>
  )
}
