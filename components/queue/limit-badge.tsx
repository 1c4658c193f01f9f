import { Badge } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import type { Queue } from '@/lib/api.ts'
import { bytes, duration } from '@/lib/format.ts'

/** A queue near one of its limits: what happens there stands in its title, and on the overview. */
export function LimitBadge({ queue }: { queue: Pick<Queue, 'warning' | 'storedBytes' | 'maxBytes' | 'retentionMs'> }) {
  const { warning, storedBytes, maxBytes, retentionMs } = queue
  if (storedBytes >= maxBytes) {
    return (
      <Badge tone="bad" title={`${bytes(maxBytes)} are stored: new queued messages are refused with E_FULL`}>
        <Icon name="warn" size={12} />
        full
      </Badge>
    )
  }
  if (warning === null) return null
  const title =
    warning === 'size'
      ? `${bytes(storedBytes)} of ${bytes(maxBytes)} stored`
      : `Something unread is over 80 % of ${duration(retentionMs)} old, when it is removed`
  return (
    <Badge tone="warn" title={title}>
      <Icon name="warn" size={12} />
      {warning === 'size' ? 'nearly full' : 'near age limit'}
    </Badge>
  )
}
