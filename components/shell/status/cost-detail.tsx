'use client'
import { useState } from 'react'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { Popover } from '@/components/ui/overlay/popover.tsx'
import { useFeed } from '../feed/provider.tsx'
import { costWords } from './health-words.ts'

const facts = later(() => import('./cost-facts.tsx'))

/** What this tab costs the broker, in the line at the foot; it opens what that is made of, and the broker's health. */
export function CostDetail() {
  const [open, setOpen] = useState(false)
  const parts = useNeeded(facts, open)
  const cost = useFeed((feed) => feed.cost)
  const trigger = (
    <button type="button" className="statusbutton cost">
      {`This tab costs the broker ${costWords(cost)}`}
    </button>
  )
  return (
    <Popover
      trigger={trigger}
      className="menu detail"
      title="What this tab costs the broker"
      side="top"
      sideOffset={6}
      open={open && parts !== undefined}
      onOpenChange={setOpen}
    >
      {parts !== undefined && <parts.CostTable cost={cost} />}
      <p className="hint">
        Measured by the broker, over the last second. A hidden tab costs nothing, and a paused one neither: it asks for
        nothing and is told nothing.
      </p>
      {parts !== undefined && <parts.Health />}
    </Popover>
  )
}
