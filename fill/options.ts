import { parseArgs } from 'node:util'

/** How much there is to be. */
export interface Amounts {
  /** All queues together; nearly all of them are in the first one. */
  readonly messages: number
  readonly queues: number
  readonly subscriptions: number
  readonly letters: number
}

export type FillOptions =
  | { readonly kind: 'log'; readonly amounts: Amounts }
  /** Sockets to a running broker, until Ctrl-C. */
  | { readonly kind: 'connections'; readonly connections: number; readonly url: string }

/** It cannot go on, and the person who started it can mend that: its message says how. */
export class FillError extends Error {
  override readonly name = 'FillError'
}

const help = `
  npm run fill -- [options]              fills the empty database of a stopped broker (DATA_DIR or DATABASE_URL)

  --messages N       in the log (1000000), nearly all of them in one queue
  --queues N         (1000)
  --subscriptions N  durable ones (100): some are caught up, some behind, some at the start
  --letters N        dead letters (0)

  npm run fill -- --connections N [--url U]   holds so many sockets to a running broker, until Ctrl-C
`

/** @throws FillError for what is unknown or out of bounds */
export function parseOptions(args: readonly string[], defaultUrl: string): FillOptions {
  const values = read(args)
  const numberOf = (name: Exclude<keyof typeof values, 'url'>, fallback: number, least: number): number => {
    const text = values[name]
    const value = text === undefined ? fallback : Number(text)
    if (text === '' || !Number.isSafeInteger(value) || value < least)
      throw new FillError(`--${name} cannot be "${text}": a whole number from ${least} on is allowed.`)
    return value
  }
  if (values.connections !== undefined)
    return { kind: 'connections', connections: numberOf('connections', 0, 1), url: values.url ?? defaultUrl }
  const amounts = {
    messages: numberOf('messages', 1_000_000, 1),
    queues: numberOf('queues', 1_000, 1),
    subscriptions: numberOf('subscriptions', 100, 0),
    letters: numberOf('letters', 0, 0),
  }
  return { kind: 'log', amounts }
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { messages: text, queues: text, subscriptions: text, letters: text, connections: text, url: text }
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new FillError(`${error instanceof Error ? error.message : error}\n${help}`)
  }
}
