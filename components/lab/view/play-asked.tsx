import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import { counted } from '@/lib/format.ts'
import { askingWords } from '@/lib/scenario/asking.ts'
import type { LabPage, Shown } from '../engine/page.ts'

/** A file may name any queue: where that is in use and not the Lab's, a person says yes first. */
export function PlayAsked({ shown: { asked }, page }: { shown: Shown; page: LabPage }) {
  if (asked === null) return null
  const { scenario, asking } = asked
  return (
    <Confirm
      open
      onClose={page.closeAsked}
      onConfirm={async () => page.playAsked()}
      title={`Play ${scenario.name} in ${asking.queue}?`}
      deed={`Publish ${counted(asking.messages, 'message')} to ${asking.queue}`}
      keep="Do not play it"
      kind="primary"
    >
      <p>{`${asking.queue} is there already, and is not the Lab's.`}</p>
      <p>{askingWords(asking)}</p>
    </Confirm>
  )
}
