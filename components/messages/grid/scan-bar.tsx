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
  const { searching, stopped, more, stop, goOn } = older
  const word = searching ? 'Searching.' : stopped ? 'Stopped.' : more ? '' : 'Looked at all that is kept.'
  return (
    <div className="scanbar">
      <span className="words">
        <span role="status">{word}</span> {more && lookedWords(looked, kept)}
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
