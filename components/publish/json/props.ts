import type { JsonFault } from './check.ts'

export interface JsonEditorProps {
  value: string
  onChange: (next: string) => void
  fault: JsonFault | null
  /** Ids of what names it, and of the line below it that says what is wrong. */
  labelledBy: string
  describedBy: string
  /** ⌘ Enter. */
  onSubmit: () => void
}
