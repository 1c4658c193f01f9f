import { Button } from '@/components/ui/button.tsx'
import { Time } from '@/components/ui/time.tsx'
import { type Looked, lookedWords } from '../rows/scan.ts'
import type { useOlder } from '../rows/use-older.ts'

interface ScanBarProps {
  looked: Looked
  /** Queued messages that the queue has. */
  kept: number
  older: ReturnType<typeof useOlder>
}

/** How far a filter has looked, always in view: it goes on or stops at a word. */
export function ScanBar({ looked, kept, older }: ScanBarProps) {
  const { searching, more, stop, goOn } = older
  return (
    <div className="scanbar">
      <span className="words">
        <span role="status">{searching ? 'Searching.' : more ? 'Stopped.' : 'Looked at all that is kept.'}</span>{' '}
        {more && lookedWords(looked, kept)}
        {more && looked.upToAt !== null && (
          <>
            {', back to '}
            <Time at={looked.upToAt} />
          </>
        )}
      </span>
      {searching && (
        <Button small onClick={stop}>
          Stop
        </Button>
      )}
      {!searching && more && (
        <Button small onClick={goOn}>
          Go on
        </Button>
      )}
    </div>
  )
}
