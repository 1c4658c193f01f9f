'use client'
import { Switch as BaseSwitch } from '@base-ui/react/switch'

interface SwitchProps {
  on: boolean
  onChange: (next: boolean) => void
  /** The state in a word, drawn beside it. */
  word: string
  /** What it switches: "tablet plugged in". */
  label: string
}

/** A plug: named after the thing, with its state as a word beside the shape. */
export function Switch({ on, onChange, word, label }: SwitchProps) {
  return (
    <BaseSwitch.Root
      className="switch"
      checked={on}
      onCheckedChange={onChange}
      aria-label={label}
      nativeButton
      render={<button type="button" />}
    >
      {word}
      <i />
    </BaseSwitch.Root>
  )
}
