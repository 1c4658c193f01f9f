import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { Icon, type IconName } from '../icon.tsx'

interface FieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  label: string
  /** Keeps the label for screen readers alone. */
  hideLabel?: boolean
  icon?: IconName
  /** A quiet word at the right end. */
  end?: ReactNode
  mono?: boolean
  hint?: ReactNode
  /** What is wrong and what is allowed; the input is then marked invalid. */
  error?: ReactNode
}

/** A labelled line of text. */
export function Field({ label, hideLabel = false, icon, end, mono = false, hint, error, ...input }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div>
      <label className={hideLabel ? 'sr' : 'lbl-t'} htmlFor={id}>
        {label}
      </label>
      <span className={mono ? 'field mono' : 'field'} data-invalid={error === undefined ? undefined : ''}>
        {icon !== undefined && <Icon name={icon} />}
        <input
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : noteId}
          {...input}
        />
        {end}
      </span>
      {note !== undefined && (
        <p
          id={noteId}
          className={error === undefined ? 'hint' : 'hint bad'}
          role={error === undefined ? undefined : 'alert'}
        >
          {note}
        </p>
      )}
    </div>
  )
}
