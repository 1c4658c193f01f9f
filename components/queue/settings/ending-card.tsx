'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { keptOf } from '../deeds/kept-of.ts'
import { QueueDeed } from '../deeds/queue-deed.tsx'

/** What empties or ends a queue. Nothing brings it back, so its name has to be typed. */
export function EndingCard({ queue }: { queue: QueueDetail }) {
  const router = useRouter()
  const [asking, setAsking] = useState<'purge' | 'delete' | null>(null)
  const [done, setDone] = useState<string>()
  const messages = counted(keptOf(queue), 'message')
  return (
    <Card title="Empty or delete" className="settings">
      <div className="pad stack">
        <EndingRow words={`${messages} in it now. Subscriptions and dead letters stay.`}>
          <Button variant="danger" onClick={() => setAsking('purge')}>
            {`Purge ${queue.name}…`}
          </Button>
        </EndingRow>
        {done !== undefined && (
          <p className="hint" role="status">
            {done}
          </p>
        )}
        <EndingRow words="The queue with its messages, subscriptions and settings. Dead letters stay.">
          <Button variant="danger" onClick={() => setAsking('delete')}>
            {`Delete ${queue.name}…`}
          </Button>
        </EndingRow>
      </div>
      <QueueDeed
        deed={asking}
        queues={[queue]}
        onClose={() => setAsking(null)}
        onDone={(words) => (asking === 'delete' ? router.push('/queues') : setDone(words))}
      />
    </Card>
  )
}

function EndingRow({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <div className="ending">
      <p className="soft">{words}</p>
      {children}
    </div>
  )
}
