import type { ComponentProps } from 'react'
import type { QueueDetail } from '@/lib/api.ts'
import { DeliveryDeeds } from '../deeds/delivery-deeds.tsx'
import { Panel } from './panel.tsx'
import { PanelActions } from './panel-actions.tsx'

interface OpenMessageProps extends Omit<ComponentProps<typeof Panel>, 'queue' | 'lastSeq' | 'actions' | 'deeds'> {
  queue: QueueDetail
}

/** The panel of the open message, with all that can be done there. */
export function OpenMessage({ queue, ...rest }: OpenMessageProps) {
  return (
    <Panel
      {...rest}
      queue={queue.name}
      lastSeq={queue.lastSeq}
      actions={(message) => <PanelActions message={message} />}
      deeds={(message, name, delivery) => (
        <DeliveryDeeds queue={queue} message={message} name={name} delivery={delivery} />
      )}
    />
  )
}
