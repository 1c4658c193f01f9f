import { QueueSubscriptionsView } from '@/components/queue/tabs/queue-subscriptions-view.tsx'

export default async function SubscriptionsPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return <QueueSubscriptionsView name={decodeURIComponent(name)} />
}
