import { Select as BaseSelect } from '@base-ui/react/select'
import type { RefObject } from 'react'
import { Icon } from '../../icon.tsx'
import type { SelectProps } from '../props.ts'

interface Props<Value extends string> extends SelectProps<Value> {
  buttonRef: RefObject<HTMLButtonElement | null>
}

export function Select<Value extends string>({ label, value, options, onChange, buttonRef }: Props<Value>) {
  const items = options.map((option) => ({ value: option.value, label: option.word }))
  return (
    <BaseSelect.Root items={items} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <BaseSelect.Trigger ref={buttonRef} className="btn" aria-label={label}>
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
