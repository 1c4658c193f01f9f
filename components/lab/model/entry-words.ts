import { counted, listed, tenths } from '@/lib/format.ts'
import { caughtUpWithinMs, inOrder } from '@/lib/scenario/lab/counts.ts'
import { cellKey, type Entry, type LabState, namesOf } from '@/lib/scenario/lab/state.ts'

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

function range(numbers: readonly number[]): string {
  const [first = 0] = numbers
  return numbers.length < 2 ? String(first) : `${first} to ${numbers.at(-1)}`
}
