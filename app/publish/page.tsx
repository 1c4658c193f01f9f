import { PublishView } from '@/components/publish/publish-view.tsx'

export default function PublishPage() {
  return <PublishView />
}
