import { QueueSettingsView } from '@/components/queue/tabs/queue-settings-view.tsx'

export default async function SettingsPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return <QueueSettingsView name={decodeURIComponent(name)} />
}
