'use client'
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
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
