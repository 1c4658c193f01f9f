'use client'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'

interface Option<Value extends string> {
  readonly value: Value
  readonly word: string
  /** What choosing it does, as a tooltip. */
  readonly title?: string
}

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (next: Value) => void
  /** Takes the whole width, in equal parts. */
  wide?: boolean
}

/** One of a few, side by side; arrows move and choose. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  wide = false,
}: SegmentedProps<Value>) {
  return (
    <RadioGroup
      className={wide ? 'seg wide' : 'seg'}
      aria-label={label}
      value={value}
      onValueChange={(next: Value) => onChange(next)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" title={option.title} />}
        >
          {option.word}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
