'use client'
import { useRouter } from 'next/navigation'
import { keptOf } from '@/components/queue/deeds/kept-of.ts'
import type { Deed } from '@/components/queue/deeds/words.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import type { Queue } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { settingsHref } from '@/lib/links.ts'
import { piece } from '@/lib/queries/request.ts'

/** What can be done with a queue from its row. */
export function RowMenu({ queue, onDeed }: { queue: Queue; onDeed: (deed: Deed, queue: Queue) => void }) {
  const router = useRouter()
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${queue.name}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => router.push(settingsHref(queue.name))}>Settings</MenuItem>
      <MenuItem onSelect={() => router.push(`/queues/${piece(queue.name)}/publish`)}>Publish to it</MenuItem>
      {queue.paused ? (
        <MenuItem onSelect={() => onDeed('resume', queue)}>Resume…</MenuItem>
      ) : (
        <MenuItem onSelect={() => onDeed('pause', queue)}>Pause…</MenuItem>
      )}
      <MenuItem onSelect={() => onDeed('purge', queue)} note={`${counted(keptOf(queue), 'message')} in it`}>
        Purge…
      </MenuItem>
      <MenuItem onSelect={() => onDeed('delete', queue)}>Delete…</MenuItem>
    </Menu>
  )
}
