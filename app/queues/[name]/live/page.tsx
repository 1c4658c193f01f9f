import { QueueLiveView } from '@/components/queue/tabs/queue-live-view.tsx'

export default async function LivePage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return <QueueLiveView name={decodeURIComponent(name)} />
}
