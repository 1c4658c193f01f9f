import { Button } from '@/components/ui/button.tsx'
import { NoData } from '@/components/ui/screen.tsx'

/** The link of a Lab that nobody is in any more. */
export function LabEnded({ onStart }: { onStart: () => void }) {
  const start = (
    <Button variant="primary" onClick={onStart}>
      Open a Lab of your own
    </Button>
  )
  return (
    <section className="card labcard" aria-label="This Lab has ended">
      <NoData icon="lab" title="This Lab has ended" actions={start}>
        The last browser that was in it has left, and what was shared is deleted.
      </NoData>
    </section>
  )
}
