'use client'
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { type ReactNode, useId } from 'react'
import { Icon } from '../icon.tsx'

/** A box with its words. */
export function Checkbox({ checked, onChange, children }: CheckboxProps) {
  const id = useId()
  return (
    <span className="boxed">
      <BaseCheckbox.Root
        id={id}
        className={checked ? 'check on' : 'check'}
        checked={checked}
        onCheckedChange={(next) => onChange(next)}
      >
        <BaseCheckbox.Indicator>
          <Icon name="check" size={12} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <label htmlFor={id}>{children}</label>
    </span>
  )
}

interface CheckboxProps {
  checked: boolean
  onChange: (next: boolean) => void
  children: ReactNode
}

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
