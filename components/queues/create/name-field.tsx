import { type RefObject, useId } from 'react'

interface NameFieldProps {
  value: string
  onChange: (next: string) => void
  problem: string | undefined
  inputRef: RefObject<HTMLInputElement | null>
}

/** The name of a new queue; what is wrong with it is said while it is typed. */
export function NameField({ value, onChange, problem, inputRef }: NameFieldProps) {
  const id = useId()
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        Name
      </label>
      <span className="field" data-invalid={problem === undefined ? undefined : ''}>
        <input
          id={id}
          ref={inputRef}
          value={value}
          placeholder="orders"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={problem === undefined ? undefined : `${id}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {problem !== undefined && (
        <p id={`${id}-note`} className="hint bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
