import { QueueMessagesView } from '@/components/queue/tabs/queue-messages-view.tsx'

export default async function MessagesPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return <QueueMessagesView name={decodeURIComponent(name)} />
}
