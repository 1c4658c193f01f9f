import { HelpView } from '@/components/help/help-view.tsx'

export default function HelpPage() {
  return <HelpView />
}
