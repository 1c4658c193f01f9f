'use client'
import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { DIALECTS, type Dialect, needsOf } from '@/lib/snippets/dialects.ts'
import { Snippet } from './snippet.tsx'

interface CodeTabsProps {
  /** "Publish", "Subscribe": what the code does. */
  does: string
  dialects: readonly Dialect[]
  codeOf: (dialect: Dialect) => string
}

/** The same deed in each language, one shown, with what it takes to run it. */
export function CodeTabs({ does, dialects, codeOf }: CodeTabsProps) {
  const [wished, setWished] = useState<Dialect>('socketio')
  const chosen = dialects.includes(wished) ? wished : (dialects[0] ?? 'socketio')
  const text = codeOf(chosen)
  const tabs = DIALECTS.filter(({ value }) => dialects.includes(value)).map(({ value, word }) => ({
    value,
    word,
    panel: value === chosen && <Snippet text={text} label={`${does} with ${word}`} />,
  }))
  return (
    <>
      <Tabs
        label="Language"
        tabs={tabs}
        value={chosen}
        onChange={(next) => setWished(DIALECTS.find((one) => one.value === next)?.value ?? 'socketio')}
      />
      <div className="codefoot">
        <span className="hint">{needsOf(chosen)}</span>
        <span className="grow" />
        <CopyButton text={text}>Copy</CopyButton>
      </div>
    </>
  )
}
