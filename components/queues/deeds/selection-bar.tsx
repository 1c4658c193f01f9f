'use client'
import type { Deed } from '@/components/queue/deeds/words.ts'
import { Button } from '@/components/ui/button.tsx'
import type { Queue } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'

interface SelectionBarProps {
  selected: readonly Queue[]
  onDeed: (deed: Deed) => void
  onClear: () => void
}

/** What can be done with the selected queues together. */
export function SelectionBar({ selected, onDeed, onClear }: SelectionBarProps) {
  if (selected.length === 0) return null
  const paused = selected.filter((queue) => queue.paused).length
  return (
    <section className="bulk" aria-label="Selected queues">
      <b aria-live="polite">{`${counted(selected.length, 'queue')} selected`}</b>
      <span className="grow" />
      {paused < selected.length && (
        <Button small onClick={() => onDeed('pause')}>
          Pause…
        </Button>
      )}
      {paused > 0 && (
        <Button small onClick={() => onDeed('resume')}>
          Resume…
        </Button>
      )}
      <Button small variant="danger" onClick={() => onDeed('purge')}>
        Purge…
      </Button>
      <Button small variant="danger" onClick={() => onDeed('delete')}>
        Delete…
      </Button>
      <Button small variant="quiet" onClick={onClear}>
        Select none
      </Button>
    </section>
  )
}
