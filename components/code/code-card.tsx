'use client'
import { useDeferredValue } from 'react'
import { Card } from '@/components/ui/card.tsx'
import type { PublishBody } from '@/lib/api.ts'
import { DIALECTS } from '@/lib/snippets/dialects.ts'
import { codeOf } from '@/lib/snippets/publish.ts'
import { CodeTabs } from './code-tabs.tsx'
import { usePlace } from './use-place.ts'

const ALL = DIALECTS.map(({ value }) => value)

/** The same publish from code. What is typed goes before it. */
export function CodeCard({ queue, message }: { queue: string; message: PublishBody }) {
  const { origin, token } = usePlace()
  const settled = useDeferredValue(message)
  return (
    <Card title="Copy as code" className="codecard">
      <CodeTabs
        does="Publish"
        dialects={ALL}
        codeOf={(dialect) => codeOf(dialect, origin, queue, settled, { token })}
      />
    </Card>
  )
}
