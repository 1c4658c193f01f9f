import { SCENARIOS } from '@/components/lab/engine/scenarios.ts'
import { LabView } from '@/components/lab/lab-view.tsx'

export default function LabPage() {
  return <LabView scenarios={SCENARIOS} />
}
