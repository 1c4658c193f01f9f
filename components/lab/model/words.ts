import { counted, duration, listed, tenths } from '@/lib/format.ts'
import { catchUp, caughtUpWithinMs, inOrder, queuedCounts, realtimeCounts } from '@/lib/scenario/lab/counts.ts'
import { cellKey, type Entry, type LabState, namesOf, type Subscriber } from '@/lib/scenario/lab/state.ts'

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

/** One line of what just happened: what was done, and what it did in each lane. The lanes' words follow what came of it. */
export function entryWords(
  entry: Entry,
  state: LabState,
  me: string,
): { readonly you: string; readonly realtime: string; readonly queued: string } {
  const words = deedWords(entry, state)
  const by = entry.by === me || entry.kind === 'crashed' ? null : memberWord(state, entry.by)
  return by === null ? words : { ...words, you: `${by}: ${words.you}` }
}

/** A browser of a shared Lab goes by its first subscriber. */
export function memberWord(state: LabState, member: string): string {
  return state.subscribers.find((one) => one.host === member)?.name ?? 'another browser'
}

interface DeedWords {
  readonly you: string
  readonly realtime: string
  readonly queued: string
}

function deedWords(entry: Entry, state: LabState): DeedWords {
  switch (entry.kind) {
    case 'published':
      return {
        you: `published ${counted(entry.numbers.length, 'message')}, ${range(entry.numbers)}`,
        ...publishedWords(entry.numbers, state),
      }
    case 'unplugged':
      return {
        you: `unplugged ${entry.who}`,
        realtime: 'Its subscription ended with the connection.',
        queued: 'Its subscription stays, with nobody connected.',
      }
    case 'plugged':
      return { you: `plugged ${entry.who} back in`, ...pluggedWords(entry.who, entry.numbers, state) }
    case 'mode':
      return { you: `set ${entry.who} to ${entry.mode}`, ...MODE_WORDS[entry.mode] }
    case 'crashed':
      return {
        you: `${entry.who} crashed on ${range(entry.numbers)}`,
        realtime: 'What is published until it is back is gone for it.',
        queued: `${range(entry.numbers)} was not acked, so it comes again.`,
      }
    case 'joined':
      return {
        you: `${entry.who} joined`,
        realtime: 'It gets what is published from here on.',
        queued: 'It gets what is published from here on, also while it is away.',
      }
    case 'left':
      return {
        you: `${entry.who} left`,
        realtime: 'Nobody notices: nothing is sent to it any more.',
        queued: 'Its subscription is deleted, and nothing waits for it.',
      }
    case 'refused':
      return {
        you: 'published, and the broker refused',
        realtime: entry.reason,
        queued: 'Nothing was stored. Publish again.',
      }
  }
}

const MODE_WORDS = {
  normal: { realtime: 'Nothing changes: nobody confirms here.', queued: 'It acks each message at once.' },
  slow: {
    realtime: 'Nothing changes: nobody waits for it.',
    queued: 'It takes 400 ms for each message. The others do not wait for it.',
  },
  fail: {
    realtime: 'Nothing changes: nobody hears that it failed.',
    queued: 'It refuses each message. Each is tried again, five times at most.',
  },
  crash: { realtime: 'What comes while it is down is gone for it.', queued: 'What it had not acked comes again.' },
} as const

function publishedWords(numbers: readonly number[], state: LabState): { realtime: string; queued: string } {
  const ids = state.messages.filter((message) => numbers.includes(message.number)).map((message) => message.id)
  const cells = (name: string) => ids.flatMap((id) => state.cells.get(cellKey(name, id)) ?? [])
  const names = namesOf(state).filter((name) => cells(name).length > 0)
  const got = names.filter((name) => cells(name).every((cell) => cell.realtime === 'delivered'))
  const missed = names.filter((name) => cells(name).some((cell) => cell.realtime === 'missed'))
  const kept = names.filter((name) => cells(name).some((cell) => cell.waited))
  const stored = names.some((name) => cells(name).some((cell) => cell.queued !== 'none'))
  const done = names.filter((name) => !kept.includes(name) && cells(name).every((cell) => cell.queued === 'acked'))
  const waits = kept.reduce((sum, name) => sum + cells(name).filter((cell) => cell.waited).length, 0)
  const still = kept.some((name) => cells(name).some((cell) => cell.queued !== 'acked'))
  const busy = names.filter((name) => !kept.includes(name) && !done.includes(name))
  const one = ids.length === 1 ? 'it' : 'each one'
  const queued = [
    done.length > 0 && `${listed(done)} acked ${one}.`,
    busy.length > 0 && `${listed(busy)} ${busy.length === 1 ? 'has' : 'have'} not acked all.`,
    kept.length > 0 && `${waits} ${keptWord(waits, still)} for ${listed(kept)}.`,
  ]
  return {
    realtime: [
      got.length > 0 && `${listed(got)} got ${one}.`,
      missed.length > 0 && `${listed(missed)} ${missed.length === 1 ? 'was' : 'were'} not there.`,
    ]
      .filter(Boolean)
      .join(' '),
    queued: stored ? queued.filter(Boolean).join(' ') : 'Nothing is kept of it here.',
  }
}

function pluggedWords(who: string, numbers: readonly number[], state: LabState): { realtime: string; queued: string } {
  const next = state.messages.find(
    (message) => !numbers.includes(message.number) && message.number > (numbers.at(-1) ?? 0),
  )
  const starts = next === undefined ? 'Starts with the next message.' : `Starts with message ${next.number}.`
  if (numbers.length === 0) return { realtime: starts, queued: 'Nothing had waited for it.' }
  const cells = state.messages.flatMap((message) =>
    numbers.includes(message.number) ? (state.cells.get(cellKey(who, message.id)) ?? []) : [],
  )
  const arrived = cells.filter((cell) => cell.queued === 'acked').length
  const gone = `The ${numbers.length === 1 ? 'one' : numbers.length} before it ${numbers.length === 1 ? 'is' : 'are'} gone.`
  if (arrived < numbers.length)
    return { realtime: `${starts} ${gone}`, queued: `${arrived} of ${numbers.length} delivered so far.` }
  const order = inOrder(state, who) ? 'in order ' : ''
  return {
    realtime: `${starts} ${gone}`,
    queued: `${range(numbers)} delivered ${order}in ${tenths(caughtUpWithinMs(state, who) ?? 0)}, all acked.`,
  }
}

function keptWord(count: number, still: boolean): string {
  if (still) return count === 1 ? 'is kept' : 'are kept'
  return count === 1 ? 'was kept' : 'were kept'
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

function range(numbers: readonly number[]): string {
  const [first = 0] = numbers
  return numbers.length < 2 ? String(first) : `${first} to ${numbers.at(-1)}`
}
