import type { AttentionKind } from '../../../lib/api.ts'
import type { IconName } from '../../ui/icon.tsx'

/** Something that needs a hand: cause, size, since when, and the one way there. */
export interface Need {
  readonly key: string
  readonly kind: NeedKind
  readonly title: string
  readonly detail: string
  /** How long it has lasted, as far as it is known. */
  readonly lastsMs: number | null
  readonly href: string
  readonly go: string
  /** A paused queue goes on with a press. */
  readonly resume?: string
}

export type NeedKind = AttentionKind | 'away' | 'commits' | 'disk' | 'job' | 'held'

export const NEED_ICONS: Readonly<Record<NeedKind, IconName | 'dead'>> = {
  away: 'warn',
  commits: 'clock',
  disk: 'warn',
  job: 'redrive',
  full: 'warn',
  size: 'warn',
  dead: 'dead',
  age: 'warn',
  failing: 'redrive',
  stopped: 'warn',
  behind: 'warn',
  slow: 'clock',
  nobody: 'unplug',
  idle: 'unplug',
  held: 'clock',
  paused: 'pause',
}
