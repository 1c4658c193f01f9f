import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** The three screens that are never mixed up: no data, nothing matches, could not load. */
function Screen({ icon, bad, title, children, actions }: ScreenProps & { icon: IconName; bad?: boolean }) {
  return (
    <div className="screen">
      <span className={bad ? 'text-dead-mark' : undefined}>
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      <p>{children}</p>
      {actions !== undefined && <div className="acts">{actions}</div>}
    </div>
  )
}

interface ScreenProps {
  title: ReactNode
  /** One or two sentences. */
  children: ReactNode
  actions?: ReactNode
}

/** Says what will fill it, and offers the way. */
export function NoData({ icon = 'queue', ...rest }: ScreenProps & { icon?: IconName }) {
  return <Screen icon={icon} {...rest} />
}

/** Repeats the filter, says how many it searched, offers to clear. */
export function NothingMatches(props: ScreenProps) {
  return <Screen icon="filter" {...props} />
}

/** Says what failed and what still works; keeps the filter; offers to try again. */
export function CouldNotLoad({ title, error, onRetry, actions }: CouldNotLoadProps) {
  const again = (
    <>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
      {actions}
    </>
  )
  return (
    <div role="alert">
      <Screen icon="warn" bad title={title} actions={again}>
        {sentence(error)}
      </Screen>
    </div>
  )
}

interface CouldNotLoadProps {
  /** "Could not load the messages". */
  title: string
  error: unknown
  onRetry: () => void
  actions?: ReactNode
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'The broker gave no reason.'
}

/** While the first answer is on its way: holds the place, says so to a screen reader, and shows nothing that blinks. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="screen" aria-busy="true">
      <p className="muted">{`Loading ${what}`}</p>
    </div>
  )
}
