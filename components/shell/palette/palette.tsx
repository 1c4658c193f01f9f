'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { connectionListOptions } from '@/lib/queries/connections.ts'
import { allQueuesOptions } from '@/lib/queries/queues-all.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import {
  connectionEntries,
  type Entry,
  matching,
  queueEntries,
  sectionEntries,
  subscriptionEntries,
} from './entries.ts'

/** Jumps to a queue, a subscription, a connection or a section, or publishes to a queue. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="pal floating" aria-label="Search or jump to">
          <Search onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Search({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const all = useEntries()
  const shown = useMemo(() => matching(all, text), [all, text])
  function choose(entry: Entry) {
    onClose()
    router.push(entry.href)
  }
  return (
    <Autocomplete.Root
      items={shown}
      filter={null}
      value={text}
      onValueChange={setText}
      itemToStringValue={(entry: Entry) => entry.word}
      autoHighlight="always"
      keepHighlight
      inline
      open
    >
      <div className="q">
        <Icon name="search" />
        <Autocomplete.Input
          aria-label="Search or jump to"
          placeholder="A queue, a subscription, a connection"
          spellCheck={false}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Autocomplete.List aria-label="Results">
        {(entry: Entry) => (
          <Autocomplete.Item key={entry.key} value={entry} className="palitem" onClick={() => choose(entry)}>
            <Icon name={entry.icon} />
            <b>{entry.word}</b>
            <span className="muted ellipsis grow">{entry.note}</span>
            {entry.keys !== undefined && <Kbd>{entry.keys}</Kbd>}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
      <Autocomplete.Empty>
        {shown.length === 0 && <p className="palempty">{`Nothing is called ${text}.`}</p>}
      </Autocomplete.Empty>
    </Autocomplete.Root>
  )
}

function useEntries(): readonly Entry[] {
  const queues = useQuery(allQueuesOptions()).data
  const subscriptions = useInfiniteQuery(subscriptionListOptions(null)).data
  const connections = useInfiniteQuery(connectionListOptions()).data
  return useMemo(
    () => [
      ...queueEntries(queues?.items ?? []),
      ...subscriptionEntries(subscriptions?.pages.flatMap((page) => page.items) ?? []),
      ...connectionEntries(connections?.pages.flatMap((page) => page.items) ?? []),
      ...sectionEntries(),
    ],
    [queues, subscriptions, connections],
  )
}
