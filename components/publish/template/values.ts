import { messageId } from '@/lib/client/publish/ids.ts'

/** What generates a value needs to know of the message that it is for. */
export interface Turn {
  /** The message's number in this tab, or in its batch, from 1. */
  readonly counter: number
  /** Epoch milliseconds; one time for the whole message. */
  readonly now: number
}

export type Value = string | number | boolean

interface Generator {
  /** As one writes it, with its arguments. */
  readonly usage: string
  readonly what: string
  /** `null` where the arguments are none that it takes. */
  readonly make: (args: readonly string[], turn: Turn) => Value | null
}

const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Leslie', 'Frances', 'Ken']
const LAST = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Perlman', 'Lamport', 'Allen', 'Thompson']
const WORDS = ['lamp', 'bulb', 'cable', 'socket', 'switch', 'fuse', 'relay', 'coil', 'motor', 'sensor']

/** What stands between {{ and }}. */
export const GENERATORS: Readonly<Record<string, Generator>> = {
  uuid: { usage: 'uuid', what: 'a new id', make: none(() => messageId()) },
  now: { usage: 'now', what: 'the time, as text', make: none(({ now }) => new Date(now).toISOString()) },
  timestamp: { usage: 'timestamp', what: 'the time, in milliseconds', make: none(({ now }) => now) },
  counter: { usage: 'counter', what: '1, 2, 3 and so on', make: none(({ counter }) => counter) },
  int: { usage: 'int 1 100', what: 'a whole number from … to …', make: whole },
  float: { usage: 'float 0 1', what: 'a number from … to …, two digits', make: fraction },
  bool: { usage: 'bool', what: 'true or false', make: none(() => Math.random() < 0.5) },
  pick: { usage: 'pick a b c', what: "one of these; 'two words' in quotes", make: (args) => one(args) },
  name: { usage: 'name', what: 'a person', make: none(() => `${one(FIRST)} ${one(LAST)}`) },
  email: {
    usage: 'email',
    what: 'an address at example.com',
    make: none(() => `${one(FIRST)}.${one(LAST)}@example.com`.toLowerCase()),
  },
  word: { usage: 'word', what: 'a thing', make: none(() => one(WORDS)) },
}

function none(make: (turn: Turn) => Value | null) {
  return (args: readonly string[], turn: Turn) => (args.length === 0 ? make(turn) : null)
}

function one(of: readonly string[]): string | null {
  return of[Math.floor(Math.random() * of.length)] ?? null
}

function whole(args: readonly string[]): number | null {
  const range = rangeOf(args)
  if (range === null || !range.every(Number.isSafeInteger)) return null
  const [from, to] = range
  return from + Math.floor(Math.random() * (to - from + 1))
}

function fraction(args: readonly string[]): number | null {
  const range = rangeOf(args)
  if (range === null) return null
  const [from, to] = range
  return Math.round((from + Math.random() * (to - from)) * 100) / 100
}

function rangeOf(args: readonly string[]): readonly [number, number] | null {
  const [from, to] = args.map(Number)
  if (args.length !== 2 || from === undefined || to === undefined) return null
  return Number.isFinite(from) && Number.isFinite(to) && from <= to ? [from, to] : null
}
