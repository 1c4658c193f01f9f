import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import type { LabPage } from '../engine/page.ts'

interface StartCardProps {
  /** What "Show me" plays. */
  first: Scenario | undefined
  page: LabPage
  onPublish: () => void
  ready: boolean
}

/** What a Lab invites to, before anything was done in it. */
export function StartCard({ first, page, onPublish, ready }: StartCardProps) {
  const disabled = ready ? undefined : true
  return (
    <Card title="See the difference" className="labcard">
      <div className="labstart">
        <ol>
          <li>
            <b>Unplug tablet.</b> It is cut off in both lanes.
          </li>
          <li>
            <b>Publish 6.</b> Left, in real time, six are gone for it. Right, queued, six wait.
          </li>
          <li>
            <b>Plug it in again.</b> Left the hole stays. Right it catches up, in order.
          </li>
        </ol>
        <div className="acts">
          <Button aria-disabled={disabled} onClick={() => ready && onPublish()}>
            Publish one
          </Button>
          {first !== undefined && (
            <Button aria-disabled={disabled} onClick={() => ready && page.run(first)}>
              Show me
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}
