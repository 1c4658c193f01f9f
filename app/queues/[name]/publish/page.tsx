import { QueuePublishView } from '@/components/queue/tabs/queue-publish-view.tsx'

export default async function QueuePublishPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return <QueuePublishView name={decodeURIComponent(name)} />
}
