'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { Popover } from '@/components/ui/overlay/popover.tsx'
import { readTerms } from '@/lib/filters/terms.ts'
import type { BuilderProps } from './builder-fields.tsx'

const fields = later(() => import('./builder-fields.tsx'))

/** The same filter as fields, for those who do not want to learn its words. */
export function FilterBuilder({ text, onText, known }: BuilderProps) {
  const { terms } = readTerms(text)
  const [open, setOpen] = useState(false)
  const parts = useNeeded(fields, open)
  const trigger = (
    <button type="button" className="btn">
      <Icon name="filter" />
      Filter
      {terms.length > 0 && (
        <>
          <span className="n">{terms.length}</span>
          <span className="sr"> set</span>
        </>
      )}
    </button>
  )
  return (
    <Popover
      trigger={trigger}
      className="builder"
      title="Filter messages by"
      titleClass="sr"
      // Opens with its fields: focus starts in the first one.
      open={open && parts !== undefined}
      onOpenChange={setOpen}
    >
      {parts !== undefined && <parts.FilterFields text={text} onText={onText} known={known} />}
      <div className="acts">
        <Button small variant="quiet" onClick={() => onText('')}>
          Clear all
        </Button>
        <Button small variant="primary" onClick={() => setOpen(false)}>
          Done
        </Button>
      </div>
    </Popover>
  )
}
