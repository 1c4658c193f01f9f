import { counted, duration, listed, tenths } from '@/lib/format.ts'
import { catchUp, caughtUpWithinMs, inOrder, queuedCounts, realtimeCounts } from '@/lib/scenario/lab/counts.ts'
import { type LabState, namesOf, type Subscriber } from '@/lib/scenario/lab/state.ts'

export interface Verdict {
  readonly missed: number
  readonly headline: string
  readonly detail: string
}

/** What a subscriber does with a message, as a line below its name. */
export function noteOf(one: Subscriber, now: number): string {
  if (one.left) return 'It has left this Lab.'
  if (!one.plugged)
    return one.awayAt === null ? 'Unplugged.' : `Unplugged ${duration(Math.max(1_000, now - one.awayAt))} ago.`
  if (!one.online) return 'On its way back.'
  if (one.mode === 'slow') return 'Takes 400 ms for each.'
  if (one.mode === 'fail') return 'Refuses each message; queued retries it.'
  if (one.mode === 'crash') return 'Disconnects before the first ack, comes back by itself.'
  return one.awayMs === null ? 'Acks at once.' : `Back after ${tenths(one.awayMs)} away.`
}

/** Left: what was not there is gone. */
export function realtimeVerdict(state: LabState): Verdict {
  const { missed } = realtimeCounts(state)
  const away = state.subscribers.filter((one) => !one.online && !one.left).map((one) => one.name)
  const holed = namesOf(state).filter((name) => realtimeCounts(state, [name]).missed > 0)
  if (missed === 0) {
    const sofar = away.length > 0 ? 'Nothing missed so far.' : 'Nobody was away.'
    const headline = state.messages.length === 0 ? 'Nothing published yet.' : sofar
    return { missed, headline, detail: away.length > 0 ? `${areAway(away)}.` : 'Unplug one, then publish.' }
  }
  const back = holed.filter((name) => !away.includes(name))
  if (away.length > 0) return { missed, headline: 'Nothing is kept.', detail: `${areAway(away)}.` }
  return {
    missed,
    headline: 'Nothing was kept.',
    detail: `${listed(back)} ${back.length === 1 ? 'is back and has a hole' : 'are back and have holes'}.`,
  }
}

/** Right: what waits is named, and after the return how it went. */
export function queuedVerdict(state: LabState): Verdict {
  const counts = queuedCounts(state)
  const waiting = namesOf(state).filter((name) => isWaitedFor(state, name))
  if (waiting.length > 0) return { missed: 0, ...waitingWords(state, waiting) }
  if (counts.dead > 0) {
    return {
      missed: 0,
      headline: `${counted(counts.dead, 'message')} given up.`,
      detail: 'Kept as dead letters, with the reason.',
    }
  }
  if (counts.retrying > 0) {
    return {
      missed: 0,
      headline: `${counted(counts.retrying, 'message')} refused.`,
      detail: 'Each is tried again, five times at most.',
    }
  }
  if (counts.caughtUp > 0) {
    return {
      missed: 0,
      headline: `${counts.caughtUp} waited and ${counts.caughtUp === 1 ? 'was' : 'were'} caught up.`,
      detail: caughtUpWords(state),
    }
  }
  return {
    missed: 0,
    headline: state.messages.length === 0 ? 'Nothing published yet.' : 'Nothing had to wait.',
    detail: 'Who is away finds it waiting.',
  }
}

function waitingWords(state: LabState, names: readonly string[]): Pick<Verdict, 'headline' | 'detail'> {
  const { waited, caughtUp } = queuedCounts(state, names)
  const away = names.filter((name) => !isOnline(state, name))
  if (away.length === 0)
    return {
      headline: `${caughtUp} of ${waited} caught up.`,
      detail: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} catching up${leftWords(state, names)}.`,
    }
  const waits = waited - caughtUp
  return {
    headline: `${waits} wait${waits === 1 ? 's' : ''} for ${listed(names)}.`,
    detail: `Plug ${away.length === 1 ? 'it' : 'them'} in to see them arrive.`,
  }
}

/** The slowest one decides; nothing where one has shown no pace yet. */
function leftWords(state: LabState, names: readonly string[]): string {
  const left = names.map((name) => catchUp(state, name)?.leftMs ?? null)
  const known = left.flatMap((ms) => (ms === null ? [] : [ms]))
  return known.length < left.length ? '' : `, ${tenths(Math.max(...known))} left`
}

function caughtUpWords(state: LabState): string {
  const names = namesOf(state).filter((name) => queuedCounts(state, [name]).waited > 0)
  const within = Math.max(...names.map((name) => caughtUpWithinMs(state, name) ?? 0))
  const order = names.every((name) => inOrder(state, name)) ? 'In order' : 'Not in order'
  return `${order}, within ${tenths(within)} of coming back.`
}

function isWaitedFor(state: LabState, name: string): boolean {
  const { waited, caughtUp, waiting } = queuedCounts(state, [name])
  return waited > caughtUp && waiting > 0
}

function isOnline(state: LabState, name: string): boolean {
  return state.subscribers.some((one) => one.name === name && one.online)
}

function areAway(names: readonly string[]): string {
  return `${listed(names)} ${names.length === 1 ? 'is' : 'are'} away`
}
