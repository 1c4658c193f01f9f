import { Chip } from '@/components/ui/badge.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { counted } from '@/lib/format.ts'

interface NoneProps {
  q: string
  all: number
  onClear: () => void
  onCreate: () => void
}

/** No queue there is, or none that matches: two different screens. */
export function None({ q, all, onClear, onCreate }: NoneProps) {
  if (all > 0) {
    return (
      <NothingMatches title="Nothing matches" actions={<Button onClick={onClear}>Clear filter</Button>}>
        {counted(all, 'queue')}, none with <Chip>{q}</Chip>
      </NothingMatches>
    )
  }
  const actions = (
    <>
      <ButtonLink variant="primary" href="/publish">
        Publish one message
      </ButtonLink>
      <Button onClick={onCreate}>New queue…</Button>
      <ButtonLink href="/lab">Try the Lab</ButtonLink>
    </>
  )
  return (
    <NoData title="No queues yet" actions={actions}>
      The first message or the first subscription creates its queue, and it shows up here by itself.
    </NoData>
  )
}
