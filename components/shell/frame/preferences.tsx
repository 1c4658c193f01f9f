'use client'
import { Button } from '@/components/ui/button.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { Time } from '@/components/ui/time.tsx'
import { ownZone } from '@/lib/format.ts'
import { remember, useRemembered } from '../remembered.ts'
import { useNow } from '../use-now.ts'

const THEMES = [
  { value: 'system', word: 'As the system' },
  { value: 'light', word: 'Light' },
  { value: 'dark', word: 'Dark' },
] as const

const TIMES = [
  { value: 'clock', word: 'Time of day' },
  { value: 'relative', word: 'How long ago' },
] as const

/** What this browser remembers about how pages are drawn. It holds at once, for each page. */
export function Preferences({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Preferences" actions={<Button onClick={onClose}>Close</Button>}>
      <Choices />
      <p className="hint">Remembered in this browser. Nobody else's pages change.</p>
    </Dialog>
  )
}

function Choices() {
  const now = useNow() ?? 0
  const own = ownZone(now)
  const zones = [
    { value: 'local', word: `This browser's, ${own}` },
    { value: 'UTC', word: 'UTC' },
  ] as const
  const theme = useRemembered('theme')
  return (
    <div className="choices">
      <Choice
        label="Time zone"
        value={useRemembered('zone') === 'UTC' ? 'UTC' : 'local'}
        options={zones}
        onChange={(next) => remember('zone', next === 'UTC' ? next : null)}
      />
      <Choice
        label="Times"
        value={useRemembered('times') === 'relative' ? 'relative' : 'clock'}
        options={TIMES}
        onChange={(next) => remember('times', next === 'relative' ? next : null)}
      />
      <p>
        Ten minutes ago is written <Time at={now - 600_000} />.
      </p>
      <Choice
        label="Theme"
        value={theme === 'light' || theme === 'dark' ? theme : 'system'}
        options={THEMES}
        onChange={(next) => remember('theme', next === 'system' ? null : next)}
      />
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly { readonly value: Value; readonly word: string }[]
  onChange: (next: Value) => void
}

function Choice<Value extends string>({ label, ...rest }: ChoiceProps<Value>) {
  return (
    <div>
      <span className="lbl-t" aria-hidden="true">
        {label}
      </span>
      <Segmented wide label={label} {...rest} />
    </div>
  )
}
