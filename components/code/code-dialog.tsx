'use client'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import type { PublishBody } from '@/lib/api.ts'
import { DIALECTS, type Dialect } from '@/lib/snippets/dialects.ts'
import { codeOf } from '@/lib/snippets/publish.ts'
import { codeOfSubscription, dialectsOf, type SubscriptionCode } from '@/lib/snippets/subscribe.ts'
import { CodeTabs } from './code-tabs.tsx'
import { usePlace } from './use-place.ts'

/** A publish as code, over the page. */
export function PublishCodeDialog(props: { queue: string; message: PublishBody; onClose: () => void }) {
  const { queue, message, onClose } = props
  const { origin, token } = usePlace()
  return (
    <CodeDialog
      title={`Publish ${message.event} to ${queue} from code`}
      does="Publish"
      dialects={DIALECTS.map(({ value }) => value)}
      codeOf={(dialect) => codeOf(dialect, origin, queue, message, { token })}
      onClose={onClose}
    />
  )
}

/** A subscription as code, over the page. */
export function SubscriptionCodeDialog(props: { subscription: SubscriptionCode; onClose: () => void }) {
  const { subscription, onClose } = props
  const { origin, token } = usePlace()
  return (
    <CodeDialog
      title={`Subscribe ${subscription.name ?? 'in real time'} to ${subscription.queue} from code`}
      does="Subscribe"
      dialects={dialectsOf(subscription, { token })}
      codeOf={(dialect) => codeOfSubscription(dialect, origin, subscription, { token })}
      onClose={onClose}
    />
  )
}

interface CodeDialogProps {
  title: string
  does: string
  dialects: readonly Dialect[]
  codeOf: (dialect: Dialect) => string
  onClose: () => void
}

function CodeDialog({ title, onClose, ...code }: CodeDialogProps) {
  return (
    <Dialog open onClose={onClose} title={title} wide actions={<Button onClick={onClose}>Close</Button>}>
      <div className="codebox">
        <CodeTabs {...code} />
      </div>
    </Dialog>
  )
}
