'use client'
import type { KeptFilter } from './kept.ts'
import { KeepForm, KeptRow } from './kept-parts.tsx'

interface KeptListProps {
  kept: readonly KeptFilter[]
  value: string
  onPick: (text: string) => void
  onForget: (name: string) => void
}

export function KeptList({ kept, value, onPick, onForget }: KeptListProps) {
  if (kept.length === 0) return <p className="hint">No filter is kept in this browser yet.</p>
  return (
    <ul>
      {kept.map(({ name, text }) => (
        <KeptRow
          key={name}
          name={name}
          note={<span className="hint mono">{text}</span>}
          current={text === value.trim()}
          onPick={() => onPick(text)}
          onForget={() => onForget(name)}
        />
      ))}
    </ul>
  )
}

/** Keeps the filter as it stands; without a filter there is nothing to keep. */
export function KeepFilter({ value, onKeep }: { value: string; onKeep: (filter: KeptFilter) => void }) {
  const text = value.trim()
  if (text === '') return <p className="hint">Filter the list first; then it can be kept here under a name.</p>
  return (
    <KeepForm
      label="Keep this filter as"
      hint={<span className="mono">{text}</span>}
      deed="Keep filter"
      onKeep={(name) => onKeep({ name, text })}
    />
  )
}
