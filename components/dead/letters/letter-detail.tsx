import { Attempts } from '@/components/messages/panel/attempts.tsx'
import { Payload } from '@/components/messages/panel/payload.tsx'
import type { DeadLetter } from '@/lib/api.ts'

/** A letter keeps its attempts and its payload, also when its message is gone from the log. */
export function LetterDetail({ letter, columns }: { letter: DeadLetter; columns: number }) {
  const { attempts, subscription: name, payload } = letter
  return (
    <tr className="letterdetail">
      <td colSpan={columns}>
        <div className="two pub-two">
          <Attempts delivery={{ attempts, name, state: 'dead', retryAt: null, delivery: 'queued' }} />
          <Payload value={payload} />
        </div>
      </td>
    </tr>
  )
}
