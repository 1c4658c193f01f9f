import { LinkTabs } from '@/components/ui/link-tabs.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { piece } from '@/lib/queries/request.ts'

export type QueueTab = 'messages' | 'subscriptions' | 'live' | 'publish' | 'settings'

/** The tabs are pages of their own, so that each has an address. */
export function QueueTabs({ queue, current }: { queue: QueueDetail; current: QueueTab }) {
  const at = `/queues/${piece(queue.name)}`
  const tabs = [
    { value: 'messages', href: at, word: 'Messages' },
    { value: 'subscriptions', href: `${at}/subscriptions`, word: 'Subscriptions', count: count(queue.subscriptions) },
    { value: 'live', href: `${at}/live`, word: 'Live' },
    { value: 'publish', href: `${at}/publish`, word: 'Publish' },
    { value: 'settings', href: `${at}/settings`, word: 'Settings' },
  ] as const
  return <LinkTabs label={queue.name} tabs={tabs.map((tab) => ({ ...tab, current: tab.value === current }))} />
}
