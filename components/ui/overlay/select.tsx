'use client'
import { Select as BaseSelect } from '@base-ui/react/select'
import { Icon } from '../icon.tsx'

interface Option<Value extends string> {
  readonly value: Value
  readonly word: string
}

interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (next: Value) => void
}

/** One of a list, in a popup. */
export function Select<Value extends string>({ label, value, options, onChange }: SelectProps<Value>) {
  const items = options.map((option) => ({ value: option.value, label: option.word }))
  return (
    <BaseSelect.Root items={items} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <BaseSelect.Trigger className="btn" aria-label={label}>
        <BaseSelect.Value />
        <Icon name="down" />
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className="positioner" sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className="menu">
            {options.map((option) => (
              <BaseSelect.Item key={option.value} value={option.value} className="menuitem">
                <BaseSelect.ItemText>{option.word}</BaseSelect.ItemText>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  )
}
