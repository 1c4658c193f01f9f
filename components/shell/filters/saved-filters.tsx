'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { Popover } from '@/components/ui/overlay/popover.tsx'
import { count } from '@/lib/format.ts'
import { useKeptFilters } from './kept.ts'

const list = later(() => import('./kept-list.tsx'))

interface SavedFiltersProps {
  /** Filters of one page are no use on another: "messages", "dead". */
  page: string
  /** The filter as it stands, in the words of the page's own field. */
  value: string
  onPick: (text: string) => void
}

/** Names, keeps and recalls filters, in this browser. To share one, share the page's address. */
export function SavedFilters({ page, value, onPick }: SavedFiltersProps) {
  const [open, setOpen] = useState(false)
  const parts = useNeeded(list, open)
  const { kept, keep, forget } = useKeptFilters(page)
  function pick(text: string) {
    setOpen(false)
    onPick(text)
  }
  const trigger = (
    <Button small title="Keep this filter, or go back to one">
      <Icon name="bookmark" />
      Saved filters
      {kept.length > 0 && <span className="muted">{count(kept.length)}</span>}
    </Button>
  )
  return (
    <Popover
      trigger={trigger}
      className="menu kept"
      label="Saved filters"
      open={open && parts !== undefined}
      onOpenChange={setOpen}
    >
      {parts !== undefined && (
        <>
          <parts.KeptList kept={kept} value={value} onPick={pick} onForget={forget} />
          <parts.KeepFilter value={value} onKeep={keep} />
        </>
      )}
    </Popover>
  )
}
