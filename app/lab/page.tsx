import { LabView } from '@/components/lab/lab-view.tsx'

export default function LabPage() {
  return <LabView />
}
