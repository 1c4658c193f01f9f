'use client'
import { useState, useSyncExternalStore } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { CodeBlock, CopyButton, unmarked } from '@/components/ui/code.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import type { PublishBody } from '@/lib/api.ts'
import { codeOf, DIALECTS, type Dialect } from './code.ts'

const NEVER = () => () => undefined

/** Where this broker is, as a client would name it. */
export function useOrigin(): string {
  return useSyncExternalStore(
    NEVER,
    () => window.location.origin,
    () => 'http://localhost:3000',
  )
}

/** The same publish from code. */
export function CodeCard({ queue, message }: { queue: string; message: PublishBody }) {
  const [chosen, setChosen] = useState<Dialect>('socketio')
  const origin = useOrigin()
  const text = (dialect: Dialect) => codeOf(dialect, origin, queue, message)
  const tabs = DIALECTS.map(({ value, word }) => ({
    value,
    word,
    panel: <CodeBlock text={text(value)} label={`Publish with ${word}`} />,
  }))
  return (
    <Card title="Copy as code" className="codecard" actions={<CopyButton text={unmarked(text(chosen))} />}>
      <Tabs
        label="Language"
        tabs={tabs}
        value={chosen}
        onChange={(next) => setChosen(DIALECTS.find((one) => one.value === next)?.value ?? 'socketio')}
      />
    </Card>
  )
}
