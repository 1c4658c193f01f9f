'use client'
import { Fragment } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { SECTIONS } from '../frame/sections.ts'

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  { title: 'Go to', keys: SECTIONS.map((section) => [`g ${section.key}`, section.word] as const) },
  {
    title: 'Everywhere',
    keys: [
      ['⌘ K', 'Search or jump to'],
      ['[', 'Fold the navigation'],
      ['p', 'Pause or resume live updates'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'In a table',
    keys: [
      ['j k', 'Next row, row before'],
      ['Enter', 'Open it'],
      ['/', 'Filter'],
      ['n', 'Show what is new'],
      ['Esc', 'Close the panel, back to the row'],
    ],
  },
  { title: 'Publish', keys: [['⌘ Enter', 'Publish']] },
]

/** Every key, on one sheet. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Keyboard shortcuts"
      wide
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className="keysheet">
        {GROUPS.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, what]) => (
                <Fragment key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
