import { Attempts } from '@/components/messages/panel/attempts.tsx'
import { Payload } from '@/components/messages/panel/payload.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Time } from '@/components/ui/time.tsx'
import type { DeadLetter } from '@/lib/api.ts'
import { reasonWords } from '../group.ts'

interface LetterDetailProps {
  letter: DeadLetter
  columns: number
  /** `null`: nobody would get it. */
  onEdit: (() => void) | null
}

/** A letter keeps its attempts and its payload, also when its message is gone from the log. */
export function LetterDetail({ letter, columns, onEdit }: LetterDetailProps) {
  const { attempts, subscription: name, payload, headers, reason, publishedAt, id } = letter
  const pairs = Object.entries(headers)
  return (
    <tr className="letterdetail">
      <td colSpan={columns}>
        <div className="lettertop">
          <p className="soft">
            <span dir="auto">{reasonWords(reason)}</span>
            {'. Published '}
            <Time at={publishedAt} />
            {', id '}
            <span className="mono">{id}</span>
          </p>
          {onEdit !== null && (
            <Button small onClick={onEdit}>
              Edit and redrive…
            </Button>
          )}
        </div>
        <div className="two pub-two">
          <Attempts delivery={{ attempts, name, state: 'dead', retryAt: null, delivery: 'queued' }} />
          <div>
            <Payload value={payload} name={`${letter.queue}-${letter.seq}`} />
            {pairs.length > 0 && (
              <dl className="letterheaders" aria-label="Headers">
                {pairs.map(([header, value]) => (
                  <div key={header}>
                    <dt>{header}</dt>
                    <dd className="mono">{value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </div>
        </div>
      </td>
    </tr>
  )
}
