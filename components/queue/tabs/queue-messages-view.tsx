'use client'
import { MessagesView } from '@/components/messages/messages-view.tsx'
import { QueuePage } from '../queue-page.tsx'

/** The messages of one queue, with a panel docked at the right. */
export function QueueMessagesView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="messages" docked>
      {(queue, head) => <MessagesView queue={queue}>{head}</MessagesView>}
    </QueuePage>
  )
}
