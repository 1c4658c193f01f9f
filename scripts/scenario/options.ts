import { parseArgs } from 'node:util'

export const USAGE = `npm run scenario -- FILE… [--url http://localhost:3000] [--token TOKEN] [--queue NAME] [--json]

Plays each scenario against a running broker, and says step by step what was seen.
Ends with 0 where all passed, 1 where one did not, 2 for a file that is no scenario or an option that there is not.`

export interface Options {
  readonly files: readonly string[]
  readonly url: string
  readonly token: string | undefined
  /** In place of the file's own. */
  readonly queue: string | undefined
  readonly json: boolean
}

/** @throws an error that names the option that there is not */
export function optionsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      queue: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  if (positionals.length === 0) throw new Error('names no file')
  const url = values.url ?? `http://localhost:${env.PORT ?? 3000}`
  return {
    files: positionals,
    url: url.replace(/\/+$/, ''),
    token: values.token ?? env.HOLDLINE_TOKEN,
    queue: values.queue,
    json: values.json ?? false,
  }
}
