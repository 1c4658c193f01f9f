import { parseArgs } from 'node:util'

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  /** Between two faults, on average. */
  readonly killEverySeconds: number
  /** Of storm in one round; then everything has to arrive, is checked, and fresh queues begin. */
  readonly roundSeconds: number
  /** Messages published a second, in all. */
  readonly rate: number
  /** A Postgres of one's own, which is left alone. */
  readonly databaseUrl: string | null
  /** Two servers on one database, and clients that know both. */
  readonly standby: boolean
}

/** One line that says which option is wrong, and what is allowed. */
export class OptionError extends Error {}

const help = `
  npm run soak -- [options]

  --minutes N        how long the storms last in all (1)
  --seed N           draws the same faults and failures again (a new one each time)
  --kill-every N     seconds between two faults, on average (3)
  --round N          seconds of storm before everything must have arrived (60)
  --rate N           messages published a second (150)
  --standby          two servers on one database; clients know both addresses
  --database-url U   a Postgres of one's own, as DATABASE_URL (embedded)
`

/** @throws OptionError for what is unknown or out of bounds */
export function parseOptions(args: readonly string[], newSeed: () => number): SoakOptions {
  const values = read(args)
  const numberOf = (name: 'minutes' | 'seed' | 'kill-every' | 'round' | 'rate', fallback: number) => {
    const text = values[name]
    const value = text === undefined ? fallback : Number(text)
    if (text === '' || !(value > 0))
      throw new OptionError(`--${name} cannot be "${text}": a number above 0 is allowed.`)
    return value
  }
  return {
    minutes: numberOf('minutes', 1),
    seed: numberOf('seed', newSeed()),
    killEverySeconds: numberOf('kill-every', 3),
    roundSeconds: numberOf('round', 60),
    rate: numberOf('rate', 150),
    databaseUrl: values['database-url'] ?? null,
    standby: values.standby ?? false,
  }
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { minutes: text, seed: text, 'kill-every': text, round: text, rate: text, 'database-url': text }
  try {
    return parseArgs({ args: [...args], options: { ...options, standby: { type: 'boolean' } } }).values
  } catch (error) {
    throw new OptionError(`${error instanceof Error ? error.message : error}\n${help}`)
  }
}
