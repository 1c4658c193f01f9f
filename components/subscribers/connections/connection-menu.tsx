'use client'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf } from '@/lib/filters/connections.ts'

/** What can be done to a connection from its row. */
export type LinkDeed =
  | { readonly deed: 'disconnect'; readonly reconnect: boolean }
  | { readonly deed: 'detach'; readonly queue: string; readonly name: string }

export type OnDeed = (deed: LinkDeed, connection: Connection) => void

export function ConnectionMenu({ row, onDeed }: { row: Connection; onDeed: OnDeed }) {
  const named = row.subscriptions.flatMap(({ queue, name }) => (name === null ? [] : [{ queue, name }]))
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${nameOf(row)}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      {named.map(({ queue, name }) => (
        <MenuItem
          key={`${queue}/${name}`}
          note={`Of ${queue}; it stays connected`}
          onSelect={() => onDeed({ deed: 'detach', queue, name }, row)}
        >
          {`Detach from ${name}…`}
        </MenuItem>
      ))}
      <MenuItem note="It may come back at once" onSelect={() => onDeed({ deed: 'disconnect', reconnect: true }, row)}>
        {`Disconnect ${nameOf(row)}…`}
      </MenuItem>
      <MenuItem
        note="Its client is told not to come back"
        onSelect={() => onDeed({ deed: 'disconnect', reconnect: false }, row)}
      >
        {`Send ${nameOf(row)} away…`}
      </MenuItem>
    </Menu>
  )
}
